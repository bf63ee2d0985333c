-- What happened lately is asked for by digests, previews and silences, of hundreds of thousands of alerts
-- that are over.
CREATE INDEX IF NOT EXISTS alert_transitions_by_time ON alert_transitions (occurred_at);
