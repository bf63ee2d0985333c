-- The ingest log: a ring of four tables. A row is appended before its sender is answered; a
-- table is emptied by TRUNCATE once every row in it belongs to a stored block. (DELETE leaves
-- ten times the bytes behind.)
CREATE SEQUENCE ingest_entry_ids;

CREATE TABLE ingest_log_0 (
  entry_id bigint NOT NULL DEFAULT nextval('ingest_entry_ids') PRIMARY KEY,
  lane integer NOT NULL,
  project_id text NOT NULL,
  model_id text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('predictions', 'labels')),
  schema_version integer NOT NULL,
  -- Column order of the payload, so that a later release can insert what this one logged.
  layout smallint NOT NULL,
  rows integer NOT NULL,
  -- Starts of the profile cells that the rows fall into, epoch milliseconds.
  cells bigint[] NOT NULL,
  -- RowBinary, ready to be inserted.
  payload bytea NOT NULL,
  -- Lengths of every row and of the part of it that goes into the index: two 32-bit words a row.
  frames bytea NOT NULL,
  appended_at timestamptz NOT NULL DEFAULT now()
);
ALTER TABLE ingest_log_0 ALTER COLUMN payload SET STORAGE EXTERNAL;
ALTER TABLE ingest_log_0 ALTER COLUMN frames SET STORAGE EXTERNAL;
CREATE TABLE ingest_log_1 (LIKE ingest_log_0 INCLUDING ALL);
CREATE TABLE ingest_log_2 (LIKE ingest_log_0 INCLUDING ALL);
CREATE TABLE ingest_log_3 (LIKE ingest_log_0 INCLUDING ALL);

CREATE TABLE ingest_ring (
  only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  current smallint NOT NULL CHECK (current BETWEEN 0 AND 3)
);
INSERT INTO ingest_ring (current) VALUES (0);

-- A lane belongs to one server at a time (advisory lock); a dead server's lane is adopted.
CREATE TABLE ingest_lanes (
  lane integer PRIMARY KEY,
  owner text NOT NULL,
  claimed_at timestamptz NOT NULL DEFAULT now()
);

-- Planned before the insert, so that a restart cuts the same blocks under the same tokens.
CREATE TABLE ingest_blocks (
  token text PRIMARY KEY,
  lane integer NOT NULL,
  kind text NOT NULL,
  entry_ids bigint[] NOT NULL,
  planned_at timestamptz NOT NULL DEFAULT now(),
  stored_at timestamptz
);
CREATE INDEX ingest_blocks_open ON ingest_blocks (lane) WHERE stored_at IS NULL;

-- What became of every row that was sent, per hour of arrival.
CREATE TABLE ingest_counters (
  model_id text NOT NULL,
  hour timestamptz NOT NULL,
  kind text NOT NULL,
  -- 'accepted', 'repeated', 'early', 'stored', 'quarantined', or the code of a refusal.
  outcome text NOT NULL,
  -- Each server counts in rows of its own, so that no commit waits for another server's.
  lane integer NOT NULL,
  rows bigint NOT NULL,
  PRIMARY KEY (model_id, hour, kind, outcome, lane)
);

-- Rows that ClickHouse refused for good, with the reason.
CREATE TABLE quarantine (
  quarantine_id text PRIMARY KEY,
  project_id text NOT NULL,
  model_id text NOT NULL,
  kind text NOT NULL,
  prediction_id text NOT NULL,
  reason text NOT NULL,
  payload bytea NOT NULL,
  quarantined_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX quarantine_by_model ON quarantine (model_id, quarantined_at);
