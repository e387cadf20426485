ALTER TABLE run ADD COLUMN archived INTEGER NOT NULL DEFAULT 0;

ALTER TABLE run ADD COLUMN group_id TEXT;

ALTER TABLE run ADD COLUMN group_name TEXT;

ALTER TABLE run ADD COLUMN start_at TEXT;

ALTER TABLE run ADD COLUMN place INTEGER;

UPDATE run SET place = rowid;

CREATE INDEX run_by_place ON run (place) WHERE status = 'queued';

CREATE INDEX run_by_group ON run (group_id, created_at) WHERE group_id IS NOT NULL;

CREATE INDEX run_shown ON run (created_at) WHERE archived = 0;

CREATE INDEX run_archived ON run (created_at) WHERE archived = 1;

CREATE INDEX run_by_method_alone ON run (method);

CREATE INDEX run_by_status_alone ON run (status);

CREATE INDEX run_by_started ON run (COALESCE(started_at, ''));

CREATE INDEX run_by_ended ON run (COALESCE(ended_at, ''));

CREATE TABLE run_tag (
    tag TEXT NOT NULL,
    run_id TEXT NOT NULL,
    PRIMARY KEY (tag, run_id)
) WITHOUT ROWID;

CREATE INDEX run_tag_by_run ON run_tag (run_id);

INSERT OR IGNORE INTO run_tag (tag, run_id)
    SELECT tag.value, run.id FROM run, json_each(run.tags) AS tag;

CREATE TRIGGER run_tag_added AFTER INSERT ON run BEGIN INSERT OR IGNORE INTO run_tag (tag, run_id) SELECT value, new.id FROM json_each(new.tags); END;

CREATE TRIGGER run_tag_changed AFTER UPDATE OF tags ON run BEGIN DELETE FROM run_tag WHERE run_id = new.id; INSERT OR IGNORE INTO run_tag (tag, run_id) SELECT value, new.id FROM json_each(new.tags); END;

CREATE TRIGGER run_tag_removed AFTER DELETE ON run BEGIN DELETE FROM run_tag WHERE run_id = old.id; END;

CREATE TABLE queue (
    paused INTEGER NOT NULL,
    stop_on_failure INTEGER NOT NULL,
    failed_run TEXT
);

INSERT INTO queue (paused, stop_on_failure, failed_run) VALUES (0, 0, NULL);
