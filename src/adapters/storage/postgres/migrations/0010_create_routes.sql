-- Which alerts go to which channels. Where no route takes an alert, the default of its project does.
CREATE TABLE IF NOT EXISTS routes (
  route_id text PRIMARY KEY,
  project_id text NOT NULL REFERENCES projects,
  name text NOT NULL,
  matchers jsonb NOT NULL,
  min_severity text NOT NULL CHECK (min_severity IN ('info', 'warning', 'critical')),
  channel_ids text[] NOT NULL,
  -- At once, or a digest with its cron pattern and time zone.
  delivery jsonb NOT NULL,
  enabled boolean NOT NULL DEFAULT true,
  created_at timestamptz NOT NULL,
  -- The last slot of the digest that was dealt with, and the last one that had something to say.
  digested_until timestamptz NOT NULL,
  digest_told_at timestamptz NOT NULL
);
CREATE UNIQUE INDEX IF NOT EXISTS routes_by_name ON routes (project_id, name);

-- Null: all channels.
ALTER TABLE projects ADD COLUMN IF NOT EXISTS default_channels text[];

-- Channels that were told of an alert and not yet of its end, routes whose digest tells of it, and
-- whether there was neither.
ALTER TABLE alerts ADD COLUMN IF NOT EXISTS told_channels text[] NOT NULL DEFAULT '{}';
ALTER TABLE alerts ADD COLUMN IF NOT EXISTS digest_routes text[] NOT NULL DEFAULT '{}';
ALTER TABLE alerts ADD COLUMN IF NOT EXISTS unrouted boolean NOT NULL DEFAULT false;
UPDATE alerts SET told_channels = ARRAY(
  SELECT DISTINCT channel_id FROM notifications
  WHERE alert_ids @> ARRAY[alerts.alert_id] ORDER BY channel_id)
WHERE told = 'firing' AND told_channels = '{}';

ALTER TABLE alert_transitions DROP CONSTRAINT IF EXISTS alert_transitions_dropped_check;
ALTER TABLE alert_transitions ADD CONSTRAINT alert_transitions_dropped_check
  CHECK (dropped IN ('silenced', 'maintenance', 'acknowledged', 'no_route'));
ALTER TABLE alert_notes DROP CONSTRAINT IF EXISTS alert_notes_dropped_check;
ALTER TABLE alert_notes ADD CONSTRAINT alert_notes_dropped_check
  CHECK (dropped IN ('silenced', 'maintenance', 'acknowledged', 'no_route'));
