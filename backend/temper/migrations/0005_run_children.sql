CREATE INDEX run_by_parent ON run (parent_id);
