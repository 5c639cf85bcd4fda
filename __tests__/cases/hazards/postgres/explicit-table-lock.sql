-- [before]
CREATE TABLE vault(id int PRIMARY KEY);
-- [bad]
LOCK TABLE vault;
