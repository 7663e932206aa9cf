-- What GitHub said of people's rights lately, by login, and when; a cache that a restart need not forget.
ALTER TABLE repository ADD COLUMN rights TEXT NOT NULL DEFAULT '{}';
