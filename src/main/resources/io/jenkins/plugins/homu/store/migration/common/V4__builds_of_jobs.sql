-- What builds of jobs say beyond one line, and how often they were started again after they were lost.
ALTER TABLE builder_result ADD COLUMN details TEXT NOT NULL DEFAULT '';
ALTER TABLE builder_result ADD COLUMN restarts INTEGER NOT NULL DEFAULT 0;
