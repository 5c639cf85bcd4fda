INSERT INTO "members" ("email", "name") VALUES ('ada@example.com', 'Ada'), ('bob@example.com', 'Bob');
INSERT INTO "orders" ("member_id", "total", "note") VALUES (1, 12.50, NULL), (2, 3, 'twice');
