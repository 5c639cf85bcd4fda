-- also: truncate-table
-- [before]
CREATE TABLE cust(id int PRIMARY KEY);
CREATE TABLE ord(id int PRIMARY KEY, cust_id int REFERENCES cust(id));
-- [bad]
TRUNCATE cust CASCADE;
-- [safe]
TRUNCATE cust, ord;
