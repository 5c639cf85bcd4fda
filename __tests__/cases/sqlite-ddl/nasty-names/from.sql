CREATE TABLE "a""b`c[d];--" ("sel ect" INT, "or""der" TEXT, [x y] INT, `back``tick` INT); INSERT INTO "a""b`c[d];--" VALUES (1, 2, 3, 4);
