-- [before]
CREATE SEQUENCE ticket_no;
-- [bad]
DROP SEQUENCE ticket_no;
