CREATE TABLE plain (a); CREATE VIRTUAL TABLE docs USING fts5(title, body, tokenize = 'porter ascii'); CREATE VIRTUAL TABLE places USING rtree(id, x0, x1); INSERT INTO docs VALUES (1, 2);
