CREATE TABLE preset (
    id TEXT PRIMARY KEY,
    method TEXT NOT NULL,
    name TEXT NOT NULL COLLATE NOCASE,
    summary TEXT NOT NULL,
    parameters TEXT NOT NULL,
    created_at TEXT NOT NULL,
    UNIQUE (method, name)
);
