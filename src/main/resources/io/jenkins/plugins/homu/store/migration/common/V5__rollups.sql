-- Which pull requests are rollups, and of what: JSON.
ALTER TABLE repository ADD COLUMN rollups TEXT NOT NULL DEFAULT '{}';
