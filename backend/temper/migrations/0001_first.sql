CREATE TABLE dataset (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    path TEXT NOT NULL,
    origin TEXT NOT NULL,
    created_at TEXT NOT NULL,
    lineage TEXT NOT NULL DEFAULT '{}'
);

CREATE TABLE run (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    method TEXT NOT NULL,
    model TEXT NOT NULL,
    dataset TEXT NOT NULL,
    status TEXT NOT NULL,
    reason TEXT,
    request TEXT NOT NULL,
    request_id TEXT UNIQUE,
    parent_id TEXT,
    notes TEXT NOT NULL DEFAULT '',
    tags TEXT NOT NULL DEFAULT '[]',
    created_at TEXT NOT NULL,
    started_at TEXT,
    ended_at TEXT,
    iteration INTEGER,
    total_iterations INTEGER,
    summary TEXT NOT NULL DEFAULT '{}'
);

CREATE INDEX run_by_status ON run (status, id);

CREATE INDEX run_by_method ON run (method, id);
