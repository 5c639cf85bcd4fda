ALTER TYPE "OrderStatus" ADD VALUE 'RETURNED';
ALTER TABLE "orders" ALTER COLUMN "status" SET DEFAULT 'RETURNED';
UPDATE "orders" SET "status" = 'RETURNED' WHERE "note" = 'twice';
