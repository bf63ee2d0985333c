-- Silences, and maintenance windows: silences that repeat. Only their end ever changes.
CREATE TABLE IF NOT EXISTS silences (
  silence_id text PRIMARY KEY,
  project_id text NOT NULL REFERENCES projects,
  matchers jsonb NOT NULL,
  starts_at timestamptz NOT NULL,
  ends_at timestamptz NOT NULL,
  -- Cron pattern, duration and time zone; null where it does not repeat.
  repeat jsonb,
  author text NOT NULL,
  comment text NOT NULL,
  created_at timestamptz NOT NULL,
  replaces text REFERENCES silences,
  CHECK (ends_at >= starts_at)
);
CREATE INDEX IF NOT EXISTS silences_by_end ON silences (project_id, ends_at);

-- What matchers ask about an alert, and which silences it was last found to be muted by.
ALTER TABLE alerts ADD COLUMN IF NOT EXISTS column_key text;
ALTER TABLE alerts ADD COLUMN IF NOT EXISTS silenced_by text[] NOT NULL DEFAULT '{}';
CREATE INDEX IF NOT EXISTS alerts_silenced ON alerts (project_id) WHERE silenced_by <> '{}';
UPDATE alerts SET column_key = (
  SELECT result ->> 'column'
  FROM evaluations e CROSS JOIN LATERAL jsonb_array_elements(e.results) result
  WHERE e.monitor_id = alerts.monitor_id AND e.window_start = alerts.last_window
    AND result ->> 'checkId' = alerts.check_id
  ORDER BY e.revision DESC LIMIT 1)
WHERE column_key IS NULL;

-- Why people were not told of what they should hear of.
ALTER TABLE alert_transitions ADD COLUMN IF NOT EXISTS dropped text
  CHECK (dropped IN ('silenced', 'maintenance', 'acknowledged'));
ALTER TABLE alert_transitions ADD COLUMN IF NOT EXISTS dropped_by text REFERENCES silences;

-- What happened to an alert beside its verdicts.
CREATE TABLE IF NOT EXISTS alert_notes (
  note_id text PRIMARY KEY,
  alert_id text NOT NULL REFERENCES alerts,
  kind text NOT NULL
    CHECK (kind IN ('acknowledged', 'unacknowledged', 'silenced', 'silence_ended')),
  author text,
  comment text,
  silence_id text REFERENCES silences,
  notify boolean NOT NULL DEFAULT false,
  dropped text CHECK (dropped IN ('silenced', 'maintenance', 'acknowledged')),
  occurred_at timestamptz NOT NULL
);
CREATE INDEX IF NOT EXISTS alert_notes_by_alert ON alert_notes (alert_id, occurred_at);
INSERT INTO alert_notes (note_id, alert_id, kind, author, occurred_at)
SELECT 'note_of_' || alert_id, alert_id, 'acknowledged', acknowledged_by, acknowledged_at
FROM alerts WHERE acknowledged_at IS NOT NULL
ON CONFLICT DO NOTHING;
