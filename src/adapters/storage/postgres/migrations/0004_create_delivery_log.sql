-- Messages of one line go out in order. Where none is named, the de-duplication key is the line;
-- channels that people read have one line a monitor, since one message may tell of many alerts.
ALTER TABLE notifications ADD COLUMN IF NOT EXISTS line_key text;
ALTER TABLE notifications ADD COLUMN IF NOT EXISTS alert_ids text[] NOT NULL DEFAULT '{}';
-- From when on the patience with a receiver counts, of a message that was sent again.
ALTER TABLE notifications ADD COLUMN IF NOT EXISTS replayed_at timestamptz;
UPDATE notifications SET alert_ids = ARRAY[dedup_key] WHERE alert_ids = '{}';

DROP INDEX IF EXISTS notifications_pending;
CREATE INDEX IF NOT EXISTS notifications_pending_lines
  ON notifications (channel_id, coalesce(line_key, dedup_key), sequence) WHERE state = 'pending';
CREATE INDEX IF NOT EXISTS notifications_by_channel ON notifications (channel_id, sequence DESC);
CREATE INDEX IF NOT EXISTS notifications_by_alert ON notifications USING gin (alert_ids);

-- Every try to deliver a message, and everybody who had one sent again.
CREATE TABLE IF NOT EXISTS delivery_attempts (
  attempt_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  notification_id text NOT NULL REFERENCES notifications ON DELETE CASCADE,
  attempt integer NOT NULL,
  outcome text NOT NULL
    CHECK (outcome IN ('delivered', 'retry', 'rejected', 'exhausted', 'replayed')),
  reason text NOT NULL,
  status integer,
  response text,
  duration_ms double precision NOT NULL,
  attempted_at timestamptz NOT NULL,
  actor text
);
CREATE INDEX IF NOT EXISTS delivery_attempts_of ON delivery_attempts (notification_id, attempt_id);
CREATE INDEX IF NOT EXISTS delivery_attempts_by_time ON delivery_attempts (attempted_at);

-- The message that first told a channel of an alert: what follows is put beside it.
CREATE TABLE IF NOT EXISTS message_threads (
  channel_id text NOT NULL REFERENCES channels ON DELETE CASCADE,
  alert_id text NOT NULL,
  notification_id text NOT NULL,
  receipt jsonb NOT NULL,
  -- How many alerts that message told of.
  alerts integer NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (channel_id, alert_id)
);
CREATE INDEX IF NOT EXISTS message_threads_by_message ON message_threads (notification_id);
