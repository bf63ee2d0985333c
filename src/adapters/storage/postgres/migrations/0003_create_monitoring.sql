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
  leased_until timestamptz,
  -- After a turn that failed, the next one waits.
  failures integer NOT NULL DEFAULT 0,
  not_before timestamptz NOT NULL DEFAULT '-infinity'
);

-- Every move of a replay's watermark: how old a window was when it closed does not depend on
-- how soon a server came round to it.
CREATE TABLE watermark_advances (
  model_id text NOT NULL REFERENCES models,
  watermark timestamptz NOT NULL,
  PRIMARY KEY (model_id, watermark)
);
CREATE FUNCTION record_watermark_advance() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO watermark_advances (model_id, watermark) VALUES (NEW.model_id, NEW.watermark)
    ON CONFLICT DO NOTHING;
  RETURN NULL;
END $$;
CREATE TRIGGER watermark_advanced AFTER UPDATE OF watermark ON models FOR EACH ROW
  WHEN (NEW.watermark IS NOT NULL AND NEW.watermark IS DISTINCT FROM OLD.watermark)
  EXECUTE FUNCTION record_watermark_advance();

CREATE TABLE monitors (
  monitor_id text PRIMARY KEY,
  project_id text NOT NULL REFERENCES projects,
  model_id text NOT NULL REFERENCES models,
  name text NOT NULL,
  version integer NOT NULL DEFAULT 1,
  definition jsonb NOT NULL,
  enabled boolean NOT NULL DEFAULT true,
  created_at timestamptz NOT NULL DEFAULT now(),
  -- Windows that ended by then were history when the monitor was made; null on a replay that
  -- had not begun.
  history_until timestamptz,
  -- End of the last window that was evaluated on schedule, and of the one that is next.
  evaluated_until timestamptz,
  next_window_end timestamptz,
  deleted_at timestamptz
);
CREATE UNIQUE INDEX monitors_by_name ON monitors (model_id, name) WHERE deleted_at IS NULL;

CREATE TABLE evaluations (
  monitor_id text NOT NULL REFERENCES monitors,
  window_start timestamptz NOT NULL,
  window_end timestamptz NOT NULL,
  revision integer NOT NULL,
  monitor_version integer NOT NULL,
  baseline_id text,
  cause text NOT NULL,
  historical boolean NOT NULL DEFAULT false,
  results jsonb NOT NULL,
  label_coverage double precision,
  evaluated_at timestamptz NOT NULL,
  PRIMARY KEY (monitor_id, window_start, revision)
);

-- Finds the latest window with labels of a monitor at once.
CREATE INDEX evaluations_labelled ON evaluations (monitor_id, window_start DESC, revision DESC)
  WHERE label_coverage > 0;

-- Windows whose rows or labels changed after they were evaluated. `due_at` is in the time of the
-- model's clock: late rows at once, labels at their next settling point.
CREATE TABLE due_revisions (
  monitor_id text NOT NULL REFERENCES monitors,
  window_start timestamptz NOT NULL,
  cause text NOT NULL CHECK (cause IN ('late_rows', 'late_labels')),
  due_at timestamptz NOT NULL,
  -- Changes with every touch, so that a window touched while it is evaluated stays due.
  touch_id bigint GENERATED ALWAYS AS IDENTITY,
  PRIMARY KEY (monitor_id, window_start, cause)
);
CREATE INDEX due_revisions_due ON due_revisions (due_at);

CREATE TABLE alerts (
  alert_id text PRIMARY KEY,
  project_id text NOT NULL REFERENCES projects,
  model_id text NOT NULL REFERENCES models,
  monitor_id text NOT NULL REFERENCES monitors,
  check_id text NOT NULL,
  segment text NOT NULL,
  state text NOT NULL CHECK (state IN ('firing', 'acknowledged', 'resolved')),
  severity text NOT NULL CHECK (severity IN ('info', 'warning', 'critical')),
  historical boolean NOT NULL,
  opened_window timestamptz NOT NULL,
  last_window timestamptz NOT NULL,
  resolved_window timestamptz,
  acknowledged_at timestamptz,
  acknowledged_by text,
  -- Later rows or labels showed that there was nothing.
  withdrawn boolean NOT NULL DEFAULT false,
  -- What the channels were last told.
  told text NOT NULL DEFAULT 'nothing' CHECK (told IN ('nothing', 'firing', 'resolved')),
  -- Closed from outside after this window: its check was removed, its monitor switched off.
  closed_after timestamptz,
  closed_reason text,
  -- Good windows since the last bad one.
  good_windows integer NOT NULL DEFAULT 0,
  metric text NOT NULL,
  -- Alerts that make it urgent: data and performance ones belong together.
  urgent_with text[] NOT NULL DEFAULT '{}',
  detail jsonb NOT NULL DEFAULT '{}'
);
CREATE INDEX alerts_by_model ON alerts (model_id, opened_window DESC);
CREATE INDEX alerts_by_monitor ON alerts (monitor_id, opened_window);
CREATE INDEX alerts_open ON alerts (project_id) WHERE state <> 'resolved';
CREATE INDEX alerts_open_by_model ON alerts (model_id) WHERE state <> 'resolved';

CREATE TABLE alert_transitions (
  alert_id text NOT NULL REFERENCES alerts,
  window_start timestamptz NOT NULL,
  revision integer NOT NULL,
  kind text NOT NULL,
  reason text NOT NULL,
  severity text NOT NULL,
  notify boolean NOT NULL,
  -- For people: what, from what to what, since when.
  explanation text NOT NULL DEFAULT '',
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
  deleted_at timestamptz
);
CREATE UNIQUE INDEX channels_by_name ON channels (project_id, name) WHERE deleted_at IS NULL;

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
