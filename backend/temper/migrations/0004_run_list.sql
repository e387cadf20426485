CREATE INDEX run_by_created ON run (created_at);

CREATE INDEX run_by_name ON run (name COLLATE NOCASE);

CREATE INDEX run_by_status_created ON run (status, created_at);

CREATE INDEX run_by_method_created ON run (method, created_at);

CREATE VIRTUAL TABLE run_text USING fts5 (id UNINDEXED, text, tokenize = 'trigram');

INSERT INTO run_text (id, text)
    SELECT id, name || char(10) || id || char(10) || model || char(10) || dataset || char(10) || notes || char(10) || tags FROM run;

CREATE TRIGGER run_text_added AFTER INSERT ON run BEGIN INSERT INTO run_text (id, text) VALUES (new.id, new.name || char(10) || new.id || char(10) || new.model || char(10) || new.dataset || char(10) || new.notes || char(10) || new.tags); END;

CREATE TRIGGER run_text_changed AFTER UPDATE OF name, notes, tags ON run BEGIN UPDATE run_text SET text = new.name || char(10) || new.id || char(10) || new.model || char(10) || new.dataset || char(10) || new.notes || char(10) || new.tags WHERE id = new.id; END;

CREATE TRIGGER run_text_removed AFTER DELETE ON run BEGIN DELETE FROM run_text WHERE id = old.id; END;
