-- Profile cells whose rows or labels changed since they were last counted. `generation` rises
-- with every touch, so that a cell touched while it is being counted stays dirty.
CREATE TABLE dirty_cells (
  model_id text NOT NULL,
  cell_start timestamptz NOT NULL,
  rows_generation bigint NOT NULL DEFAULT 0,
  labels_generation bigint NOT NULL DEFAULT 0,
  first_dirtied_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (model_id, cell_start)
);

-- Who works on which model, and when it was last served: the least recently served is next.
CREATE TABLE model_schedule (
  model_id text PRIMARY KEY REFERENCES models,
  last_served_at timestamptz NOT NULL DEFAULT '-infinity',
  lease_owner text,
  leased_until timestamptz
);

CREATE TABLE monitors (
  monitor_id text PRIMARY KEY,
  project_id text NOT NULL REFERENCES projects,
  model_id text NOT NULL REFERENCES models,
  name text NOT NULL,
  version integer NOT NULL DEFAULT 1,
  definition jsonb NOT NULL,
  enabled boolean NOT NULL DEFAULT true,
  created_at timestamptz NOT NULL DEFAULT now(),
  -- End of the last window that was evaluated on schedule.
  evaluated_until timestamptz,
  UNIQUE (model_id, name)
);

CREATE TABLE evaluations (
  monitor_id text NOT NULL REFERENCES monitors,
  window_start timestamptz NOT NULL,
  window_end timestamptz NOT NULL,
  revision integer NOT NULL,
  monitor_version integer NOT NULL,
  baseline_id text,
  cause text NOT NULL,
  results jsonb NOT NULL,
  label_coverage double precision,
  evaluated_at timestamptz NOT NULL,
  PRIMARY KEY (monitor_id, window_start, revision)
);

-- Windows whose labels changed and wait for their next settling point.
CREATE TABLE settlements (
  monitor_id text NOT NULL REFERENCES monitors,
  window_start timestamptz NOT NULL,
  due_at timestamptz NOT NULL,
  PRIMARY KEY (monitor_id, window_start)
);
CREATE INDEX settlements_due ON settlements (due_at);

CREATE TABLE alerts (
  alert_id text PRIMARY KEY,
  project_id text NOT NULL REFERENCES projects,
  model_id text NOT NULL REFERENCES models,
  monitor_id text NOT NULL REFERENCES monitors,
  check_id text NOT NULL,
  segment text NOT NULL,
  state text NOT NULL CHECK (state IN ('firing', 'acknowledged', 'resolved')),
  severity text NOT NULL CHECK (severity IN ('warning', 'critical')),
  historical boolean NOT NULL,
  opened_window timestamptz NOT NULL,
  last_window timestamptz NOT NULL,
  resolved_window timestamptz,
  acknowledged_at timestamptz,
  acknowledged_by text,
  detail jsonb NOT NULL DEFAULT '{}'
);
CREATE INDEX alerts_by_model ON alerts (model_id, opened_window DESC);
CREATE INDEX alerts_open ON alerts (project_id) WHERE state <> 'resolved';

CREATE TABLE alert_transitions (
  alert_id text NOT NULL REFERENCES alerts,
  window_start timestamptz NOT NULL,
  revision integer NOT NULL,
  kind text NOT NULL,
  reason text NOT NULL,
  severity text NOT NULL,
  notify boolean NOT NULL,
  occurred_at timestamptz NOT NULL,
  PRIMARY KEY (alert_id, window_start, revision, kind)
);

CREATE TABLE channels (
  channel_id text PRIMARY KEY,
  project_id text NOT NULL REFERENCES projects,
  name text NOT NULL,
  kind text NOT NULL,
  config jsonb NOT NULL,
  enabled boolean NOT NULL DEFAULT true,
  created_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (project_id, name)
);

-- Outbox, written in the transaction of the transition it tells of.
CREATE TABLE notifications (
  notification_id text PRIMARY KEY,
  sequence bigint GENERATED ALWAYS AS IDENTITY,
  project_id text NOT NULL REFERENCES projects,
  channel_id text NOT NULL REFERENCES channels,
  dedup_key text NOT NULL,
  idempotency_key text NOT NULL,
  body jsonb NOT NULL,
  state text NOT NULL DEFAULT 'pending' CHECK (state IN ('pending', 'delivered', 'dead')),
  attempts integer NOT NULL DEFAULT 0,
  next_attempt_at timestamptz NOT NULL DEFAULT now(),
  leased_until timestamptz,
  last_outcome text,
  created_at timestamptz NOT NULL DEFAULT now(),
  delivered_at timestamptz,
  UNIQUE (channel_id, idempotency_key)
);
CREATE INDEX notifications_pending ON notifications (channel_id, dedup_key, sequence)
  WHERE state = 'pending';
