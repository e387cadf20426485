CREATE TABLE dataset_mapping (
    columns TEXT NOT NULL,
    format TEXT NOT NULL,
    mapping TEXT NOT NULL,
    used_at TEXT NOT NULL,
    PRIMARY KEY (columns, format)
);
