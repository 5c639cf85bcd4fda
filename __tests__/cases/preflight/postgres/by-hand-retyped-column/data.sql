INSERT INTO "members" ("email", "name") VALUES ('ada@example.com', 'Ada');
