-- additive: every statement runs twice
CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy');
CREATE TABLE customers (
  id serial PRIMARY KEY,
  email varchar(320) NOT NULL,
  nick text COLLATE "C",
  mood mood NOT NULL DEFAULT 'ok',
  tags text[] NOT NULL DEFAULT '{}',
  created_at timestamp(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT email_has_at CHECK (email LIKE '%@%')
);
CREATE UNIQUE INDEX customers_email_key ON customers (email);
CREATE TABLE orders (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  customer_id integer NOT NULL REFERENCES customers (id) ON DELETE CASCADE ON UPDATE CASCADE,
  price numeric(10,2) NOT NULL,
  quantity integer NOT NULL DEFAULT 1,
  total numeric(12,2) GENERATED ALWAYS AS (price * quantity) STORED,
  note text,
  UNIQUE (customer_id, note) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX orders_recent_idx ON orders (customer_id DESC NULLS LAST, lower(note) text_pattern_ops) INCLUDE (price) WHERE note IS NOT NULL;
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.created_at := now(); RETURN NEW; END $$;
CREATE TRIGGER customers_touch BEFORE UPDATE OF email ON customers FOR EACH ROW EXECUTE FUNCTION touch();
COMMENT ON TABLE orders IS 'What customers''ve bought; \n is no newline';
COMMENT ON COLUMN orders.total IS 'price × quantity';
ALTER TABLE orders ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_orders ON orders USING (customer_id = current_setting('app.customer')::integer);
CREATE VIEW totals AS SELECT customer_id, sum(total) AS total FROM orders GROUP BY customer_id;
GRANT SELECT ON orders TO sg_ddl_reader;
