-- [before]
CREATE TABLE invoice_old(id bigint PRIMARY KEY, total numeric);
-- [bad]
DROP TABLE invoice_old;
-- [safe]
ALTER TABLE invoice_old RENAME TO invoice_old_dropped_20270131;
