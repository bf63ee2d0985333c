-- Control plane. Everything starts with a project; ids are random text, so that a database
-- restored from a backup can never issue one a second time.

CREATE TABLE projects (
  project_id text PRIMARY KEY,
  name text NOT NULL UNIQUE,
  created_at timestamptz NOT NULL DEFAULT now()
);
INSERT INTO projects (project_id, name) VALUES ('default', 'default');

-- One row. The epoch changes whenever this database is restored: rows and tokens written
-- under another epoch belong to another timeline.
CREATE TABLE store_epochs (
  epoch text PRIMARY KEY,
  begun_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE api_keys (
  key_id text PRIMARY KEY,
  project_id text NOT NULL REFERENCES projects,
  name text NOT NULL,
  scope text NOT NULL CHECK (scope IN ('ingest', 'read', 'admin')),
  secret_hash bytea NOT NULL UNIQUE,
  created_at timestamptz NOT NULL DEFAULT now(),
  revoked_at timestamptz
);

CREATE TABLE models (
  model_id text PRIMARY KEY,
  project_id text NOT NULL REFERENCES projects,
  name text NOT NULL,
  time_zone text NOT NULL,
  clock text NOT NULL CHECK (clock IN ('wall', 'replay')),
  watermark timestamptz,
  lateness_ms bigint NOT NULL,
  cell_ms integer NOT NULL CHECK (cell_ms IN (300000, 3600000)),
  outputs jsonb NOT NULL,
  segment_by jsonb NOT NULL DEFAULT '[]',
  schema_version integer NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (project_id, name)
);

CREATE TABLE features (
  model_id text NOT NULL REFERENCES models,
  feature_id integer NOT NULL,
  name text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('numeric', 'categorical', 'boolean', 'text', 'embedding')),
  epoch integer NOT NULL,
  range_min double precision,
  range_max double precision,
  importance double precision,
  criticality text NOT NULL DEFAULT 'normal',
  identifier boolean NOT NULL DEFAULT false,
  -- Set when a later epoch takes over the name.
  retired_at timestamptz,
  PRIMARY KEY (model_id, feature_id),
  UNIQUE (model_id, name, epoch)
);

CREATE TABLE model_events (
  event_id text PRIMARY KEY,
  model_id text NOT NULL REFERENCES models,
  kind text NOT NULL,
  occurred_at timestamptz NOT NULL,
  detail jsonb NOT NULL DEFAULT '{}'
);
CREATE INDEX model_events_by_time ON model_events (model_id, occurred_at);

CREATE TABLE baselines (
  baseline_id text PRIMARY KEY,
  project_id text NOT NULL REFERENCES projects,
  model_id text NOT NULL REFERENCES models,
  name text NOT NULL,
  version text,
  state text NOT NULL CHECK (state IN ('building', 'ready', 'failed')),
  failure text,
  rows bigint NOT NULL DEFAULT 0,
  source_rows bigint NOT NULL DEFAULT 0,
  active boolean NOT NULL DEFAULT false,
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX baselines_by_model ON baselines (model_id, created_at);

-- Grids never change: another grid is another id and a visible seam in the series.
CREATE TABLE baseline_grids (
  baseline_id text NOT NULL REFERENCES baselines,
  column_key text NOT NULL,
  grid_id text NOT NULL,
  grid jsonb NOT NULL,
  PRIMARY KEY (baseline_id, column_key)
);
