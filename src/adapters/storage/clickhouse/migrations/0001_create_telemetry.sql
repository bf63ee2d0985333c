-- Predictions of every model. Identity = (project, model, prediction id, variant); the hour
-- comes first so that a window reads one range. The first write wins: `precedence` falls with
-- the time of arrival, and ReplacingMergeTree keeps the highest.
-- Retention runs on arrival, never on event time: a replay of old events must survive a merge.
CREATE TABLE IF NOT EXISTS predictions {{on_cluster}} (
  project_id LowCardinality(String),
  model_id LowCardinality(String),
  hour DateTime('UTC'),
  prediction_id String,
  variant LowCardinality(String),
  event_time DateTime64(3, 'UTC'),
  version LowCardinality(String),
  environment LowCardinality(String),
  num Map(UInt32, Float64),
  cat Map(UInt32, LowCardinality(String)),
  txt Map(UInt32, String),
  emb Map(UInt32, Array(Float32)),
  -- Feature id to why it has no value: 1 null, 2 NaN, 3 infinite, 4 wrong kind.
  flaws Map(UInt32, UInt8),
  -- Name to raw text: unregistered features, and values of the wrong kind.
  overflow Map(String, String),
  outputs Nested(
    name LowCardinality(String),
    task LowCardinality(String),
    classes Array(LowCardinality(String)),
    positive_class LowCardinality(String),
    score Nullable(Float64),
    decision LowCardinality(String),
    value Nullable(Float64)
  ),
  status Enum8('ok' = 0, 'error' = 1),
  error_code LowCardinality(String),
  latency_ms Nullable(Float32),
  weight Float64,
  subject_key String,
  trace_id String,
  tags Map(LowCardinality(String), String),
  metadata String,
  schema_version UInt32,
  -- Of everything the sender said; the same identity with another hash is a conflict.
  content_hash UInt64,
  store_epoch LowCardinality(String),
  ingested_at DateTime64(3, 'UTC'),
  precedence UInt64
)
ENGINE = {{engine:ReplacingMergeTree(precedence)}}
PARTITION BY toYear(hour)
ORDER BY (project_id, model_id, hour, prediction_id, variant)
SETTINGS map_serialization_version = 'with_buckets', fsync_after_insert = 1,
  fsync_part_directory = 1, non_replicated_deduplication_window = 1000;

-- Every content under which an identity was ever sent: finds the hour of a prediction id, and
-- keeps conflicts countable after merges have dropped the losers.
CREATE TABLE IF NOT EXISTS prediction_index {{on_cluster}} (
  project_id LowCardinality(String),
  model_id LowCardinality(String),
  prediction_id String,
  variant LowCardinality(String),
  hour DateTime('UTC'),
  event_time DateTime64(3, 'UTC'),
  content_hash UInt64,
  ingested_at DateTime64(3, 'UTC'),
  precedence UInt64,
  -- Which rows are new since they were last looked through.
  stored_at DateTime64(3, 'UTC') MATERIALIZED now64(3),
  INDEX by_storing stored_at TYPE minmax GRANULARITY 1
)
ENGINE = {{engine:ReplacingMergeTree(precedence)}}
ORDER BY (project_id, model_id, prediction_id, variant, hour, content_hash)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1,
  non_replicated_deduplication_window = 1000;

-- Identities that were sent again under another hour: the later rows count nowhere.
CREATE TABLE IF NOT EXISTS strays {{on_cluster}} (
  project_id LowCardinality(String),
  model_id LowCardinality(String),
  hour DateTime('UTC'),
  prediction_id String,
  variant LowCardinality(String),
  event_time DateTime64(3, 'UTC'),
  found_at DateTime64(3, 'UTC')
)
ENGINE = {{engine:ReplacingMergeTree(found_at)}}
ORDER BY (project_id, model_id, hour, prediction_id, variant);

-- Ground truth. `hour` is that of the prediction, 1970 as long as it is unknown. Truth may be
-- corrected: the last write wins.
CREATE TABLE IF NOT EXISTS labels {{on_cluster}} (
  project_id LowCardinality(String),
  model_id LowCardinality(String),
  hour DateTime('UTC'),
  prediction_id String,
  output LowCardinality(String),
  text Nullable(String),
  number Nullable(Float64),
  labelled_at DateTime64(3, 'UTC'),
  store_epoch LowCardinality(String),
  ingested_at DateTime64(3, 'UTC'),
  sequence UInt64,
  stored_at DateTime64(3, 'UTC') MATERIALIZED now64(3),
  INDEX by_storing stored_at TYPE minmax GRANULARITY 1
)
ENGINE = {{engine:ReplacingMergeTree(sequence)}}
ORDER BY (project_id, model_id, hour, prediction_id, output)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1,
  non_replicated_deduplication_window = 1000;

-- Rows of baselines, in the columns of predictions, so that one query profiles both.
CREATE TABLE IF NOT EXISTS baseline_rows {{on_cluster}} (
  project_id LowCardinality(String),
  model_id LowCardinality(String),
  baseline_id LowCardinality(String),
  row_number UInt64,
  event_time DateTime64(3, 'UTC'),
  version LowCardinality(String),
  num Map(UInt32, Float64),
  cat Map(UInt32, LowCardinality(String)),
  txt Map(UInt32, String),
  emb Map(UInt32, Array(Float32)),
  flaws Map(UInt32, UInt8),
  overflow Map(String, String),
  outputs Nested(
    name LowCardinality(String),
    task LowCardinality(String),
    classes Array(LowCardinality(String)),
    positive_class LowCardinality(String),
    score Nullable(Float64),
    decision LowCardinality(String),
    value Nullable(Float64)
  ),
  labels Nested(
    output LowCardinality(String),
    text Nullable(String),
    number Nullable(Float64)
  ),
  status Enum8('ok' = 0, 'error' = 1),
  latency_ms Nullable(Float32),
  weight Float64
)
ENGINE = {{engine:ReplacingMergeTree}}
ORDER BY (project_id, model_id, baseline_id, row_number)
SETTINGS map_serialization_version = 'with_buckets', fsync_after_insert = 1,
  fsync_part_directory = 1;

-- Sufficient statistics per column and cell; kept for years. `source` is `live` or a baseline
-- id (whose only cell starts in 1970).
CREATE TABLE IF NOT EXISTS profiles {{on_cluster}} (
  project_id LowCardinality(String),
  model_id LowCardinality(String),
  source LowCardinality(String),
  cell_start DateTime('UTC'),
  column_key LowCardinality(String),
  version LowCardinality(String),
  variant LowCardinality(String),
  environment LowCardinality(String),
  segment LowCardinality(String),
  grid_id LowCardinality(String),
  rows UInt64,
  weight Float64,
  weight_squares Float64,
  absent Float64,
  null_values Float64,
  nan_values Float64,
  infinite_values Float64,
  mismatched Float64,
  value_weight Float64,
  mean Float64,
  m2 Float64,
  min Float64,
  max Float64,
  bins Array(Float64),
  category_values Array(String),
  category_weights Array(Float64),
  distinct_values AggregateFunction(uniqCombined(12), UInt64),
  revision UInt64
)
ENGINE = {{engine:ReplacingMergeTree(revision)}}
PARTITION BY toYear(cell_start)
ORDER BY (project_id, model_id, source, segment, cell_start, column_key, version, variant,
  environment, grid_id);

-- Counts of whole cells: rows, errors, duplicates; column_key-free, so that a cell without any
-- registered feature still has a volume.
CREATE TABLE IF NOT EXISTS cell_counts {{on_cluster}} (
  project_id LowCardinality(String),
  model_id LowCardinality(String),
  source LowCardinality(String),
  cell_start DateTime('UTC'),
  version LowCardinality(String),
  variant LowCardinality(String),
  environment LowCardinality(String),
  segment LowCardinality(String),
  rows UInt64,
  erroneous_rows UInt64,
  -- Rows whose features, all of them, another row of the same cell has too.
  duplicate_rows UInt64,
  last_event_time DateTime64(3, 'UTC'),
  weight Float64,
  weight_squares Float64,
  revision UInt64
)
ENGINE = {{engine:ReplacingMergeTree(revision)}}
PARTITION BY toYear(cell_start)
ORDER BY (project_id, model_id, source, segment, cell_start, version, variant, environment);

-- When a cell was last counted, and when something asked for that. Written after the counts:
-- a count below its cell's revision is of a group that is no more. Several baselines count the
-- same rows; those that count the same state of the cell share its generation.
CREATE TABLE IF NOT EXISTS cell_revisions {{on_cluster}} (
  project_id LowCardinality(String),
  model_id LowCardinality(String),
  source LowCardinality(String),
  cell_start DateTime('UTC'),
  family Enum8('rows' = 1, 'labels' = 2, 'due_rows' = 3, 'due_labels' = 4),
  baseline_id LowCardinality(String),
  generation UInt64,
  revision UInt64
)
ENGINE = {{engine:ReplacingMergeTree(revision)}}
PARTITION BY toYear(cell_start)
ORDER BY (project_id, model_id, source, cell_start, family, baseline_id);

-- Up to where newly stored rows were looked through for strays and early labels.
CREATE TABLE IF NOT EXISTS reconciliations {{on_cluster}} (
  project_id LowCardinality(String),
  model_id LowCardinality(String),
  seen_until DateTime64(3, 'UTC')
)
ENGINE = {{engine:ReplacingMergeTree(seen_until)}}
ORDER BY (project_id, model_id);

-- What performance metrics need of the labelled rows of one cell.
CREATE TABLE IF NOT EXISTS outcome_profiles {{on_cluster}} (
  project_id LowCardinality(String),
  model_id LowCardinality(String),
  source LowCardinality(String),
  cell_start DateTime('UTC'),
  output LowCardinality(String),
  version LowCardinality(String),
  variant LowCardinality(String),
  environment LowCardinality(String),
  segment LowCardinality(String),
  task LowCardinality(String),
  rows UInt64,
  labelled_rows UInt64,
  weight Float64,
  weight_squares Float64,
  positives Array(Float64),
  negatives Array(Float64),
  log_loss_sum Float64,
  squared_error_sum Float64,
  absolute_error_sum Float64,
  fourth_power_error_sum Float64,
  percentage_error_sum Float64,
  percentage_error_squares Float64,
  percentage_weight Float64,
  scored_weight Float64,
  true_positives Float64,
  false_positives Float64,
  true_negatives Float64,
  false_negatives Float64,
  confusion Nested(label String, decision String, weight Float64),
  error_weight Float64,
  error_mean Float64,
  error_m2 Float64,
  label_mean Float64,
  label_m2 Float64,
  revision UInt64
)
ENGINE = {{engine:ReplacingMergeTree(revision)}}
PARTITION BY toYear(cell_start)
ORDER BY (project_id, model_id, source, segment, cell_start, output, version, variant,
  environment);

-- Every number that was ever judged. A revision is another row: what was published stays.
CREATE TABLE IF NOT EXISTS measurements {{on_cluster}} (
  project_id LowCardinality(String),
  model_id LowCardinality(String),
  monitor_id LowCardinality(String),
  monitor_version UInt32,
  check_id LowCardinality(String),
  metric LowCardinality(String),
  metric_version UInt32,
  column_key LowCardinality(String),
  segment LowCardinality(String),
  window_start DateTime('UTC'),
  window_end DateTime('UTC'),
  revision UInt32,
  baseline_id LowCardinality(String),
  grid_id LowCardinality(String),
  value Nullable(Float64),
  warning Nullable(Float64),
  critical Nullable(Float64),
  n Float64,
  m Float64,
  verdict LowCardinality(String),
  label_coverage Nullable(Float64),
  measured_at DateTime64(3, 'UTC')
)
ENGINE = {{engine:ReplacingMergeTree(measured_at)}}
PARTITION BY toYear(window_start)
ORDER BY (project_id, model_id, monitor_id, check_id, segment, window_start, revision);
