-- Repositories that were added while the server ran. Their settings are JSON, with secrets in it.
CREATE TABLE added_repository (
    label      TEXT PRIMARY KEY,
    settings   TEXT NOT NULL,
    changed_at TEXT NOT NULL
);
