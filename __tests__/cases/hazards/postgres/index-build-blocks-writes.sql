-- [before]
CREATE TABLE shipment(id bigint PRIMARY KEY, code text);
-- [bad]
CREATE INDEX shipment_code_i ON shipment(code);
-- [safe]
CREATE INDEX CONCURRENTLY shipment_code_i ON shipment(code);
