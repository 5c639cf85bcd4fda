-- [before]
CREATE TABLE tele(id int PRIMARY KEY, week int);
-- [bad]
CREATE INDEX CONCURRENTLY telemetry_index_on_identifier_column_for_the_weekly_report_of_all_regions ON tele(week);
-- [safe]
CREATE INDEX CONCURRENTLY tele_weekly ON tele(week);
