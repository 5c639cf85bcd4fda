-- [before]
CREATE TABLE av(id int PRIMARY KEY);
-- [bad]
ALTER TABLE av SET (autovacuum_enabled=false);
-- [safe]
ALTER TABLE av SET (autovacuum_vacuum_scale_factor = 0.05);
