-- What the queue knows. One row per thing, so that a person with a database shell can read it.
-- Times are UTC, ISO 8601 with nine decimals, so that they sort as text. Lists and maps are JSON.
-- In texts, the character U+001B and four hexadecimal digits stand for what a database does not take (U+0000 and
-- halves of surrogate pairs).

CREATE TABLE repository (
    label             TEXT    NOT NULL PRIMARY KEY,
    tree_closed_below INTEGER,
    tree_reason       TEXT,
    tree_source       TEXT,
    tree_by           TEXT,
    synced_at         TEXT,
    next_attempt      BIGINT  NOT NULL,
    next_effect       BIGINT  NOT NULL,
    revision          BIGINT  NOT NULL,
    moved_tips        TEXT    NOT NULL,
    scratch_tips      TEXT    NOT NULL,
    waiting_comments  TEXT    NOT NULL,
    early_reports     TEXT    NOT NULL,
    closed_pulls      TEXT    NOT NULL
);

-- Open pull requests only.
CREATE TABLE pull_request (
    label                TEXT    NOT NULL REFERENCES repository (label) ON DELETE CASCADE,
    number               INTEGER NOT NULL,
    title                TEXT    NOT NULL,
    author               TEXT    NOT NULL,
    head                 TEXT    NOT NULL,
    head_ref             TEXT    NOT NULL,
    head_owner           TEXT,
    base_ref             TEXT    NOT NULL,
    draft                BOOLEAN NOT NULL,
    labels               TEXT    NOT NULL,
    assignees            TEXT    NOT NULL,
    mergeable            TEXT    NOT NULL,
    priority             INTEGER NOT NULL,
    rollup_mode          TEXT    NOT NULL,
    delegated_to         TEXT,
    delegated_level      TEXT,
    try_by               TEXT,
    try_parent           TEXT,
    try_jobs             TEXT,
    try_at               TEXT,
    squash               BOOLEAN NOT NULL,
    verdict              TEXT    NOT NULL,
    verdict_reason       TEXT    NOT NULL,
    note                 TEXT,
    status_comment       BIGINT,
    pending_announcement BOOLEAN NOT NULL,
    handled_comments     TEXT    NOT NULL,
    yielded              BOOLEAN NOT NULL,
    updated_at           TEXT    NOT NULL,
    confirmed_at         TEXT    NOT NULL,
    head_since           TEXT    NOT NULL,
    body                 TEXT    NOT NULL,
    PRIMARY KEY (label, number)
);

-- The present approval of an open pull request, with the commit it was given for; earlier ones are in the history.
CREATE TABLE approval (
    label    TEXT    NOT NULL,
    number   INTEGER NOT NULL,
    approver TEXT    NOT NULL,
    given_by TEXT    NOT NULL,
    delegate BOOLEAN NOT NULL,
    head     TEXT    NOT NULL,
    given_at TEXT    NOT NULL,
    source   TEXT    NOT NULL,
    PRIMARY KEY (label, number),
    FOREIGN KEY (label, number) REFERENCES pull_request (label, number) ON DELETE CASCADE
);

-- All attempts that are remembered. Those with in_state are part of the queue's state; the others are for the pages.
CREATE TABLE attempt (
    label      TEXT    NOT NULL REFERENCES repository (label) ON DELETE CASCADE,
    id         BIGINT  NOT NULL,
    in_state   BOOLEAN NOT NULL,
    kind       TEXT    NOT NULL,
    phase      TEXT    NOT NULL,
    base_ref   TEXT    NOT NULL,
    ci_branch  TEXT    NOT NULL,
    base_sha   TEXT,
    merge_sha  TEXT,
    tree       TEXT,
    created_at TEXT    NOT NULL,
    started_at TEXT,
    deadline   TEXT,
    ended_at   TEXT,
    reason     TEXT    NOT NULL,
    PRIMARY KEY (label, id)
);

CREATE INDEX attempt_in_state ON attempt (label, id) WHERE in_state;

CREATE TABLE attempt_pull (
    label    TEXT    NOT NULL,
    attempt  BIGINT  NOT NULL,
    position INTEGER NOT NULL,
    number   INTEGER NOT NULL,
    head     TEXT    NOT NULL,
    approver TEXT    NOT NULL,
    PRIMARY KEY (label, attempt, position),
    FOREIGN KEY (label, attempt) REFERENCES attempt (label, id) ON DELETE CASCADE
);

CREATE INDEX attempt_pull_number ON attempt_pull (label, number, attempt);

CREATE TABLE builder_result (
    label       TEXT    NOT NULL,
    attempt     BIGINT  NOT NULL,
    builder     TEXT    NOT NULL,
    position    INTEGER NOT NULL,
    state       TEXT    NOT NULL,
    url         TEXT,
    description TEXT    NOT NULL,
    told_at     TEXT    NOT NULL,
    PRIMARY KEY (label, attempt, builder),
    FOREIGN KEY (label, attempt) REFERENCES attempt (label, id) ON DELETE CASCADE
);

-- What was decided to be done outside and has not been carried out.
CREATE TABLE outbox (
    label      TEXT    NOT NULL,
    id         BIGINT  NOT NULL,
    lane       TEXT    NOT NULL,
    type       TEXT    NOT NULL,
    payload    TEXT    NOT NULL,
    tries      INTEGER NOT NULL,
    next_at    TEXT    NOT NULL,
    decided_at TEXT    NOT NULL,
    PRIMARY KEY (label, id)
);

-- One row, written to find out whether the database takes writes.
CREATE TABLE pulse (
    id      INTEGER NOT NULL PRIMARY KEY,
    beat_at TEXT    NOT NULL
);
