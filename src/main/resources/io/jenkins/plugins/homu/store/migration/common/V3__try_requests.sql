-- What each try build was asked for with, so that it can be repeated. Named like the columns of pull_request, where a
-- request waits to be started. NULL for real attempts, and for try builds from before this was kept.

ALTER TABLE attempt ADD COLUMN try_by TEXT;
ALTER TABLE attempt ADD COLUMN try_parent TEXT;
ALTER TABLE attempt ADD COLUMN try_jobs TEXT;
ALTER TABLE attempt ADD COLUMN try_at TEXT;
