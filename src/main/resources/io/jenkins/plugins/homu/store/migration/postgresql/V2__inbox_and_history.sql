-- What came in, and what is worth telling later. The two tables whose rows the database itself numbers.

CREATE TABLE inbox (
    id          BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    source      TEXT NOT NULL,
    delivery_id TEXT NOT NULL,
    label       TEXT NOT NULL,
    type        TEXT NOT NULL,
    received_at TEXT NOT NULL,
    done_at     TEXT,
    set_aside   TEXT,
    UNIQUE (source, delivery_id)
);

CREATE INDEX inbox_pending ON inbox (label, id) WHERE done_at IS NULL;
CREATE INDEX inbox_done ON inbox (done_at) WHERE done_at IS NOT NULL;

-- Apart from the deliveries, which are remembered long after their bodies are gone: emptied in place, a body would leave
-- its pages half empty for as long.
CREATE TABLE inbox_body (
    inbox BIGINT NOT NULL PRIMARY KEY REFERENCES inbox (id) ON DELETE CASCADE,
    body  TEXT   NOT NULL
);

CREATE TABLE history (
    id     BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    label  TEXT NOT NULL,
    number INTEGER,
    what   TEXT NOT NULL,
    actor  TEXT,
    text   TEXT NOT NULL,
    at     TEXT NOT NULL
);

CREATE INDEX history_label ON history (label, id);
CREATE INDEX history_pull ON history (label, number, id);
CREATE INDEX history_at ON history (at);
