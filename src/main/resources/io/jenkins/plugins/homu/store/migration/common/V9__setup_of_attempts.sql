-- Where and by what an attempt is tested, as configured when its merge commit was made: a JSON list of words.
ALTER TABLE attempt ADD COLUMN setup TEXT NOT NULL DEFAULT '[]';
