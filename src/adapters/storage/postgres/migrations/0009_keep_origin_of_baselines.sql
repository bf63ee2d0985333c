-- Where the rows of a baseline are from, what was left out of them, and who made it. Of those that
-- are older nobody wrote it down.
ALTER TABLE baselines
  ADD COLUMN IF NOT EXISTS origin text NOT NULL DEFAULT 'file'
    CHECK (origin IN ('file', 'history')),
  ADD COLUMN IF NOT EXISTS period_start timestamptz,
  ADD COLUMN IF NOT EXISTS period_end timestamptz,
  ADD COLUMN IF NOT EXISTS excluded jsonb NOT NULL DEFAULT '[]',
  ADD COLUMN IF NOT EXISTS created_by text NOT NULL DEFAULT '';
