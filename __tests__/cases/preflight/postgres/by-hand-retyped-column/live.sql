ALTER TABLE "orders" ALTER COLUMN "total" TYPE double precision, ALTER COLUMN "note" SET NOT NULL, ALTER COLUMN "note" SET DEFAULT '';
