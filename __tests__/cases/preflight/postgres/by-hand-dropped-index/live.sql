DROP INDEX "orders_member_id_idx";
