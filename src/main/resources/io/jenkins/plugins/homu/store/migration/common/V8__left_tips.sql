-- Commits that bases were moved away from while a merge commit was being made: what is merged onto them is made again.
ALTER TABLE repository ADD COLUMN left_tips TEXT NOT NULL DEFAULT '[]';
