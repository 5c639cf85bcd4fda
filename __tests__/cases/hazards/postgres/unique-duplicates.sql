-- [before]
CREATE TABLE voucher(id int PRIMARY KEY, code text);
-- [bad]
CREATE UNIQUE INDEX CONCURRENTLY voucher_code_u ON voucher(code);
-- [safe]
CREATE INDEX CONCURRENTLY voucher_code_i ON voucher(code);
