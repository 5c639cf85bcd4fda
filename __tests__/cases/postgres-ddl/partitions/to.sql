CREATE TABLE events (id integer NOT NULL, at date NOT NULL, kind text NOT NULL, extra bigint DEFAULT 3, PRIMARY KEY (id, at, kind)) PARTITION BY RANGE (at);
CREATE TABLE events_old PARTITION OF events FOR VALUES FROM ('2020-01-01') TO ('2021-01-01');
CREATE TABLE events_new PARTITION OF events (kind DEFAULT 'new') FOR VALUES FROM ('2021-01-01') TO ('2022-01-01') PARTITION BY LIST (kind);
CREATE TABLE events_new_a PARTITION OF events_new FOR VALUES IN ('a', 'it''s');
CREATE TABLE events_rest PARTITION OF events DEFAULT;
CREATE INDEX events_kind_idx ON events (kind);
CREATE INDEX own ON events_rest (kind, id);
