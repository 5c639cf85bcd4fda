-- also: foreign-key-without-index
-- [before]
CREATE TABLE tenant(id int PRIMARY KEY);
-- [bad]
CREATE TABLE seatmap(id int PRIMARY KEY, tenant_id int REFERENCES tenant(id));
-- [safe]
CREATE TABLE seatmap(id int PRIMARY KEY, tenant_id int);
