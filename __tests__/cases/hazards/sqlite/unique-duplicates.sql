-- [before]
CREATE TABLE voucher(id INTEGER PRIMARY KEY, code TEXT);
-- [bad]
CREATE UNIQUE INDEX voucher_code_u ON voucher(code);
-- [safe]
CREATE INDEX voucher_code_i ON voucher(code);
