-- also: drop-column
-- [before]
CREATE TABLE seat(id int PRIMARY KEY, flight int, row_no int, col_no int, UNIQUE(flight,row_no,col_no), CHECK (row_no < col_no));
-- [bad]
ALTER TABLE seat DROP COLUMN col_no;
-- [safe]
CREATE UNIQUE INDEX CONCURRENTLY seat_flight_row ON seat(flight, row_no);
-- [next file]
ALTER TABLE seat DROP CONSTRAINT seat_flight_row_no_col_no_key, DROP CONSTRAINT seat_check;
-- [next file]
ALTER TABLE seat DROP COLUMN col_no;
