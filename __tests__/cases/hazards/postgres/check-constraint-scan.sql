-- also: check-violations
-- [before]
CREATE TABLE tariff(id int PRIMARY KEY, pct int);
-- [bad]
ALTER TABLE tariff ADD CONSTRAINT tariff_pct CHECK (pct BETWEEN 0 AND 100);
-- [safe]
ALTER TABLE tariff ADD CONSTRAINT tariff_pct CHECK (pct BETWEEN 0 AND 100) NOT VALID;
-- [next file]
ALTER TABLE tariff VALIDATE CONSTRAINT tariff_pct;
