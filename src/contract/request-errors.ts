import type { ErrorEntry } from './error-entry.ts';

/** Codes of answers that are not a success. Alphabetical. */
export const REQUEST_ERRORS = {
  alert_not_acknowledged: {
    status: 409,
    message: 'Nobody has said that they look after the alert.',
    hint: 'Only what was acknowledged can be given back: POST /v1/alerts/{alertId}/acknowledge.',
  },
  alert_not_found: {
    status: 404,
    message: 'The project has no alert of this id.',
    hint: 'List the alerts of the project: GET /v1/alerts.',
  },
  alert_resolved: {
    status: 409,
    message: 'The alert is over, so there is nothing to look after.',
    hint: 'GET /v1/alerts?open=true lists those that are not.',
  },
  all_rows_refused: {
    status: 400,
    message: 'Every row of the batch was refused.',
    hint: 'The detail lists each row with its reason, as an accepted batch would.',
  },
  backlog_full: {
    status: 429,
    message: 'The ingest log holds as many unwritten rows as it may.',
    hint: 'Send the batch again after the time in Retry-After. /readyz says whether ClickHouse is down.',
  },
  backtest_busy: {
    status: 429,
    message: 'Another backtest is under way, and they run one at a time.',
    hint: 'Send the request again after the time in Retry-After.',
  },
  backtest_too_large: {
    status: 400,
    message: 'The backtest has more windows or results than one answer holds.',
    hint: 'The detail has the numbers. Ask for a shorter period, or for fewer checks or segments.',
  },
  backup_busy: {
    status: 429,
    message: 'Another backup of these stores is under way, and they run one at a time.',
    hint: 'Send the request again after the time in Retry-After.',
  },
  bad_cursor: {
    status: 400,
    message: 'The cursor is none that this question was answered with.',
    hint: 'Take the cursor from the answer before and leave the filters as they are, or begin without one.',
  },
  bad_file: {
    status: 400,
    message: 'The file cannot be read as what it was sent as.',
    hint: 'The detail names the line and what is wrong there. Look at the Content-Type too: text/csv, application/x-ndjson or application/vnd.apache.parquet.',
  },
  bad_range: {
    status: 400,
    message: 'The range has no moment in it: `from` is not before `to`.',
    hint: 'Exchange them, or leave one out: an end that is left out is open.',
  },
  baseline_busy: {
    status: 429,
    message:
      'Another baseline is being compared or made of history, and that is done one at a time.',
    hint: 'Send the request again after the time in Retry-After.',
  },
  baseline_not_found: {
    status: 404,
    message: 'The model has no baseline of this id.',
    hint: 'List its baselines: GET /v1/models/{model}/baselines.',
  },
  baseline_not_ready: {
    status: 409,
    message: 'The baseline was not finished, so nothing can be judged by it or compared with it.',
    hint: 'Its state and failure say why: GET /v1/models/{model}/baselines. Wait for it, or make another.',
  },
  body_too_large: {
    status: 413,
    message: 'The body is larger than the server accepts.',
    hint: 'Send smaller batches, or raise the limit in the configuration of the server.',
  },
  budget_too_thin: {
    status: 400,
    message:
      'A calibrated check would be granted fewer false alarms than one in a million windows.',
    hint: 'The detail says how many. Grant the monitor more alarms, give it fewer checks or segments, or a longer cadence.',
  },
  cadence_too_fine: {
    status: 400,
    message: 'A window cannot be shorter than the cells that the model is counted in.',
    hint: 'Choose a longer cadence, or make the model with cells of 5 minutes.',
  },
  cell_is_fixed: {
    status: 409,
    message: 'The length of cells cannot be changed after a model was made.',
    hint: 'Counts of two lengths cannot be told apart. Make another model, or leave cell as it is.',
  },
  channel_not_found: {
    status: 404,
    message: 'The project has no channel of this id.',
    hint: 'List the channels of the project: GET /v1/channels.',
  },
  clock_is_wall: {
    status: 409,
    message: 'The clock of this model is that of the server, so nobody moves it.',
    hint: 'Only models with clock replay have a watermark to move: PUT the model with clock replay.',
  },
  cross_site_request: {
    status: 403,
    message: 'A web page of another origin may not call a server that has no API key yet.',
    hint: 'Call the server by its loopback address, or create a key: leeway keys create.',
  },
  duplicate_check: {
    status: 400,
    message: 'Two checks of the monitor have the same id.',
    hint: 'Give each an id of its own; left out, it is made of metric and column. The id "rows" is taken.',
  },
  feature_not_found: {
    status: 404,
    message: 'The model has no feature of this name.',
    hint: 'GET /v1/models/{model} lists its features. Features are registered by making a baseline.',
  },
  file_in_use: {
    status: 409,
    message: 'The file is being imported.',
    hint: 'Wait for its import to end: GET /v1/imports/{importId}.',
  },
  file_not_found: {
    status: 404,
    message: 'The server has no file of this id, or let go of it.',
    hint: 'Bring the file again: POST /v1/files. Files are kept for an hour, and not over a restart.',
  },
  headers_too_large: {
    status: 431,
    message: 'The headers of the request are larger than the server accepts.',
    hint: 'Send fewer or shorter headers; ids and names belong into the body.',
  },
  import_busy: {
    status: 429,
    message: 'As many imports are under way as the server runs at a time.',
    hint: 'Send the request again after the time in Retry-After.',
  },
  import_not_found: {
    status: 404,
    message: 'The server has no import of this id.',
    hint: 'Imports are not kept over a restart. Bring the file again: rows that did arrive are not counted twice.',
  },
  internal: {
    status: 500,
    message: 'The server failed in a way it did not expect.',
    hint: 'Look for the id of this answer in the log of the server, and report it if it comes back.',
  },
  invalid_channel: {
    status: 400,
    message: 'The channel cannot be used as it is configured.',
    hint: 'Correct the part named in where; the detail says what it must be.',
  },
  invalid_check: {
    status: 400,
    message: 'The check cannot be measured as it is written.',
    hint: 'Correct the part named in where; GET /v1/metrics says what each metric takes.',
  },
  invalid_encoding: {
    status: 400,
    message: 'The body is not what its Content-Encoding says.',
    hint: 'Send gzip that is complete, or no Content-Encoding.',
  },
  invalid_import: {
    status: 400,
    message: 'The file cannot be imported in this way.',
    hint: 'Correct what the detail names: a dry run says what every column is taken to be.',
  },
  invalid_json: {
    status: 400,
    message: 'The body is not valid JSON.',
    hint: 'Look at the place named in the detail. NaN and Infinity are not JSON: send null, or the words as strings.',
  },
  invalid_key: {
    status: 401,
    message: 'The API key is unknown or was revoked.',
    hint: 'Send the header Authorization: Bearer lwy_… with a key of leeway keys create.',
  },
  invalid_matcher: {
    status: 400,
    message: 'A matcher cannot be read.',
    hint: 'Write a label, one of = != =~ !~ and a value, such as model=churn; the detail says what is wrong.',
  },
  invalid_output: {
    status: 400,
    message: 'An output of the model is declared in a way that cannot be.',
    hint: 'The detail says why. A binary output needs a positive class, and every name stands once.',
  },
  invalid_request: {
    status: 400,
    message: 'The request does not have the form that this route asks for.',
    hint: 'Compare it with /openapi.json at the place named in where.',
  },
  invalid_route: {
    status: 400,
    message: 'The route could not lead anywhere as it stands.',
    hint: 'Correct the part named in where; the detail says what is wrong. GET /v1/channels lists the channels.',
  },
  invalid_silence: {
    status: 400,
    message: 'The silence cannot be in force as it stands.',
    hint: 'The detail says what is wrong with its times, its pattern or its matchers.',
  },
  invalid_threshold: {
    status: 400,
    message: 'The threshold could never do what it says.',
    hint: 'Correct the bounds; the detail says what is wrong with them.',
  },
  key_not_found: {
    status: 404,
    message: 'The project has no key of this id.',
    hint: 'List the keys of the project: GET /v1/keys.',
  },
  log_unavailable: {
    status: 503,
    message: 'The ingest log does not answer, so nothing was acknowledged.',
    hint: 'Send the batch again after the time in Retry-After; rows that did arrive are not counted twice.',
  },
  missing_key: {
    status: 401,
    message: 'This server asks for an API key.',
    hint: 'Send the header Authorization: Bearer lwy_… with a key of leeway keys create.',
  },
  model_not_found: {
    status: 404,
    message: 'The project has no model of this name.',
    hint: 'Register it first (PUT /v1/models/{model}), and look at its spelling and at the project of the key.',
  },
  monitor_not_found: {
    status: 404,
    message: 'The project has no monitor of this id.',
    hint: 'List the monitors of a model: GET /v1/models/{model}/monitors.',
  },
  monitor_scope_fixed: {
    status: 409,
    message:
      'What a monitor watches cannot be changed: cadence, variant, environment, segment, segmentsOf.',
    hint: 'Make another monitor, so that no series mixes two things, and delete this one.',
  },
  name_taken: {
    status: 409,
    message: 'The name is in use.',
    hint: 'Choose another name, or edit what has this one.',
  },
  needs_five_minute_cells: {
    status: 400,
    message:
      'Hours of this time zone do not begin with hours of UTC, so cells of an hour cannot be summed to them.',
    hint: 'Use cell 5m for zones at half or quarter hours.',
  },
  no_baseline: {
    status: 409,
    message: 'The model has no baseline that is ready, so there is nothing to compare with.',
    hint: 'Make one of training data or of a good period: POST /v1/models/{model}/baselines.',
  },
  no_key_yet: {
    status: 403,
    message: 'Until the first API key exists the server answers to its own machine only.',
    hint: 'Create a key on the machine of the server: leeway keys create --scope admin.',
  },
  no_rows_in_period: {
    status: 400,
    message: 'The model has no predictions in this period, without what is to be left out.',
    hint: 'The detail says which periods are left. GET /v1/models/{model}/baselines/proposal proposes one.',
  },
  not_acceptable: {
    status: 406,
    message: 'The Accept header names no format that the server writes here.',
    hint: 'Ask for application/json, text/csv or application/vnd.apache.parquet, or name one with format=.',
  },
  not_found: {
    status: 404,
    message: 'There is nothing at this address.',
    hint: 'The routes of this server are listed in /openapi.json.',
  },
  nothing_to_backtest: {
    status: 409,
    message: 'The period has no window that has closed and has rows, so there is nothing to judge.',
    hint: 'Ask for an earlier period. Windows of a replay close as its clock is moved: POST /v1/models/{model}/clock.',
  },
  notification_not_found: {
    status: 404,
    message: 'The project has no notification of this id.',
    hint: 'GET /v1/channels/{channel}/deliveries lists those of a channel.',
  },
  notification_not_replayable: {
    status: 409,
    message: 'The notification cannot be sent again.',
    hint: 'The detail says why. Only what was refused or given up can be, as long as nothing newer about its alerts has arrived.',
  },
  operator_only: {
    status: 403,
    message: 'Only whoever runs the server may do this: it concerns every project.',
    hint: 'Run the command on the machine of the server, under the account that can read its data directory.',
  },
  project_forbidden: {
    status: 403,
    message: 'An API key works in its own project only.',
    hint: 'Use an admin key of the other project, or run leeway keys on the machine of the server.',
  },
  project_not_found: {
    status: 404,
    message: 'There is no project of this name.',
    hint: 'Projects are made by creating a key in them: leeway keys create --project NAME.',
  },
  read_too_large: {
    status: 400,
    message: 'Reading the page took more time or memory than one question may.',
    hint: 'Ask for a shorter range or for fewer rows, or name a monitor, a column or a segment.',
  },
  recommendation_busy: {
    status: 429,
    message: 'The recommendation was not ready in the time that a request may take.',
    hint: 'Send the request again after the time in Retry-After: it goes on from what was found out.',
  },
  request_timeout: {
    status: 408,
    message: 'The request took too long to arrive.',
    hint: 'Send it again, in smaller batches if the connection is slow.',
  },
  route_not_found: {
    status: 404,
    message: 'The project has no route of this id.',
    hint: 'List the routes of the project: GET /v1/routes.',
  },
  scope_missing: {
    status: 403,
    message: 'The scope of this API key does not include this route.',
    hint: 'Use a key of the scope named in the detail; admin includes read and ingest.',
  },
  shutting_down: {
    status: 503,
    message: 'The server is stopping.',
    hint: 'Send the request again in a few seconds.',
  },
  silence_expired: {
    status: 409,
    message: 'The silence is over, so there is nothing to change.',
    hint: 'Make another one: POST /v1/silences.',
  },
  silence_not_found: {
    status: 404,
    message: 'The project has no silence of this id.',
    hint: 'List the silences of the project: GET /v1/silences.',
  },
  storage_unavailable: {
    status: 503,
    message: 'A database of the server does not answer.',
    hint: 'Send the request again after the time in Retry-After. /readyz says which part is down.',
  },
  tables_locked: {
    status: 503,
    message:
      'Another transaction keeps tables of PostgreSQL locked for longer than a backup waits.',
    hint: 'Find it in pg_stat_activity, and send the request again once it has ended.',
  },
  too_busy: {
    status: 429,
    message: 'The server holds as many unread bodies as it may.',
    hint: 'Send the batch again after the time in Retry-After, and fewer at a time.',
  },
  too_many_features: {
    status: 400,
    message: 'A model can have 2,000 features at most.',
    hint: 'Leave out columns with exclude; unregistered features are stored, but not counted.',
  },
  too_many_rows: {
    status: 413,
    message: 'The batch has more rows than a batch may have (200,000).',
    hint: 'Send smaller batches; 500 to 10,000 rows are best.',
  },
  too_many_segments: {
    status: 400,
    message:
      'The segments of the model would need more profiles a window than a model may have (50,000).',
    hint: 'The detail has the number. Declare fewer dimensions in segmentBy, or leave columns out of the baseline.',
  },
  too_many_streams: {
    status: 503,
    message: 'As many pages listen for changes as this server serves at a time.',
    hint: 'Ask for what you need from time to time instead, or connect again after the time in Retry-After.',
  },
  unknown_column: {
    status: 400,
    message: 'A column named in the request is not in the file.',
    hint: 'The detail lists what is missing and what the file has.',
  },
  unknown_metric: {
    status: 400,
    message: 'There is no metric of this id.',
    hint: 'The detail lists those there are; GET /v1/metrics describes them.',
  },
  unknown_model_column: {
    status: 400,
    message: 'The model has no column of this name.',
    hint: 'Name a feature that is registered, or score, decision, value or latency.',
  },
  unknown_output: {
    status: 400,
    message: 'The model declares no such output.',
    hint: 'Declare it first with its task: PUT /v1/models/{model} with outputs.',
  },
  unknown_segment: {
    status: 400,
    message: 'The segment is not of a dimension that the model declares.',
    hint: 'Write feature=value with a feature of segmentBy, or declare the dimension with the model.',
  },
  unknown_time_zone: {
    status: 400,
    message: 'There is no such time zone.',
    hint: 'Use an IANA name, such as Europe/Berlin or UTC.',
  },
  unsupported_media_type: {
    status: 415,
    message: 'The server does not read bodies of this content type here.',
    hint: 'See /openapi.json for the content types of this route.',
  },
} as const satisfies Readonly<Record<string, ErrorEntry>>;
