DO $do$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'sg_case_reader') THEN
    CREATE ROLE "sg_case_reader";
  END IF;
END
$do$;

CREATE FUNCTION "count_orders"("member" integer) RETURNS bigint LANGUAGE plpgsql AS $body$
DECLARE
  result bigint;
BEGIN
  SELECT count(*) INTO result FROM "orders" WHERE "member_id" = "member"; -- not the end; yet
  EXECUTE $q$ SELECT ';' $q$;
  RETURN result;
END;
$body$;

UPDATE "members" SET "name" = 'a;b''c' WHERE "email" = 'ada@example.com';
GRANT EXECUTE ON FUNCTION "count_orders"(integer) TO "sg_case_reader";
