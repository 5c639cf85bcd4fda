-- [before]
CREATE TABLE invoice_old(id INTEGER PRIMARY KEY, total REAL);
-- [bad]
DROP TABLE invoice_old;
-- [safe]
ALTER TABLE invoice_old RENAME TO invoice_old_dropped_20270131;
