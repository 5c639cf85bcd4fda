-- [before]
CREATE TABLE slot(id int CONSTRAINT slot_pk PRIMARY KEY);
-- [bad]
ALTER TABLE slot RENAME CONSTRAINT slot_pk TO slot_pkey2;
