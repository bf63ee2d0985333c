-- The latest rows that were refused at the door, so that somebody can see what is wrong with them.
CREATE TABLE IF NOT EXISTS refused_rows (
  refused_id text PRIMARY KEY,
  project_id text NOT NULL,
  model_id text NOT NULL,
  kind text NOT NULL,
  code text NOT NULL,
  message text NOT NULL,
  -- The beginning of the row as JSON; empty where it was none.
  raw text NOT NULL,
  refused_at timestamptz NOT NULL
);
CREATE INDEX IF NOT EXISTS refused_rows_by_model ON refused_rows (model_id, refused_id DESC);
