/** What newly stored rows (those that meet a condition) leave to be settled, as SQL. Parameters:
 *  `project` and `model`. */

const OF_MODEL = 'project_id = {project:String} AND model_id = {model:String}';

const newPredictionIds = (isNew: string): string =>
  `SELECT prediction_id FROM prediction_index WHERE ${OF_MODEL} AND ${isNew}`;

/** (hour, prediction_id, variant, event_time) of rows whose identity came earlier under another
 *  hour; the earliest arrival has the highest precedence. */
export const newStrays = (isNew: string): string => `
  SELECT hour, prediction_id, variant, event_time
  FROM (
    SELECT prediction_id, variant, hour, max(precedence) AS arrival,
      argMax(event_time, precedence) AS event_time,
      max(arrival) OVER (PARTITION BY prediction_id, variant) AS first_arrival
    FROM prediction_index
    WHERE ${OF_MODEL} AND (prediction_id, variant) IN (
      SELECT prediction_id, variant FROM prediction_index
      WHERE ${OF_MODEL} AND prediction_id IN (${newPredictionIds(isNew)})
      GROUP BY prediction_id, variant HAVING min(hour) != max(hour)
    )
    GROUP BY prediction_id, variant, hour
  )
  WHERE arrival < first_arrival AND (hour, prediction_id, variant) NOT IN (
    SELECT hour, prediction_id, variant FROM strays WHERE ${OF_MODEL}
  )`;

/** Where labels of new predictions may lie: where those without a prediction wait and, for variants
 *  that answer across the turn of an hour, next to it. */
const labelsOfNewPredictions = (isNew: string): string => `
  ${OF_MODEL} AND prediction_id IN (${newPredictionIds(isNew)}) AND hour IN (
    SELECT arrayJoin([toDateTime(0, 'UTC'), hour - 3600, hour, hour + 3600])
    FROM (
      SELECT DISTINCT hour FROM prediction_index
      WHERE ${OF_MODEL} AND prediction_id IN (${newPredictionIds(isNew)})))`;

/** A row where a label that is new, or whose prediction is, does not lie under the one hour of its
 *  prediction; none where there is nothing to put right, as a rule: that is cheaper to find out. */
export const signOfMisplacedLabels = (isNew: string): string => `
  SELECT 1 FROM (
    SELECT prediction_id, min(hour) AS first_hour, max(hour) AS last_hour
    FROM (
      SELECT prediction_id, hour FROM labels WHERE ${OF_MODEL} AND ${isNew}
      UNION ALL
      SELECT prediction_id, hour FROM labels WHERE ${labelsOfNewPredictions(isNew)}
    )
    GROUP BY prediction_id
  ) AS l
  INNER JOIN (
    SELECT prediction_id, min(hour) AS first_hour, max(hour) AS last_hour
    FROM prediction_index
    WHERE ${OF_MODEL} AND prediction_id IN (
      SELECT prediction_id FROM labels WHERE ${OF_MODEL} AND ${isNew}
      UNION ALL
      ${newPredictionIds(isNew)})
    GROUP BY prediction_id
  ) AS i ON l.prediction_id = i.prediction_id
  WHERE l.first_hour != i.first_hour OR l.last_hour != i.last_hour OR i.first_hour != i.last_hour
  LIMIT 1`;

/** Labels that are new, or whose prediction is. */
const candidates = (isNew: string): string => `
  SELECT prediction_id, output,
    argMax((text, number, labelled_at, store_epoch, ingested_at), sequence) AS label,
    max(sequence) AS last_sequence
  FROM (
    SELECT * FROM labels WHERE ${OF_MODEL} AND ${isNew}
    UNION ALL
    SELECT * FROM labels WHERE ${labelsOfNewPredictions(isNew)}
  )
  GROUP BY prediction_id, output`;

/** Hours of the predictions of those labels; an identity may lie under several, and variants of
 *  one prediction may too. */
const hoursOfPredictions = (isNew: string): string => `
  SELECT prediction_id, hour AS right_hour, argMax(event_time, precedence) AS event_time
  FROM prediction_index
  WHERE ${OF_MODEL} AND prediction_id IN (SELECT prediction_id FROM (${candidates(isNew)}))
  GROUP BY prediction_id, hour`;

/** Labels that are not, or only in an older form, under an hour of their prediction. */
export const misplacedLabels = (isNew: string): string => `
  SELECT c.prediction_id AS prediction_id, c.output AS output, c.label AS label,
    c.last_sequence AS last_sequence, i.right_hour AS right_hour, i.event_time AS event_time
  FROM (${candidates(isNew)}) AS c
  INNER JOIN (${hoursOfPredictions(isNew)}) AS i ON c.prediction_id = i.prediction_id
  LEFT JOIN (
    SELECT prediction_id, output, hour, max(sequence) AS placed_sequence
    FROM labels
    WHERE ${OF_MODEL} AND prediction_id IN (SELECT prediction_id FROM (${candidates(isNew)}))
      AND hour IN (SELECT right_hour FROM (${hoursOfPredictions(isNew)}))
    GROUP BY prediction_id, output, hour
  ) AS p ON c.prediction_id = p.prediction_id AND c.output = p.output AND i.right_hour = p.hour
  WHERE c.last_sequence > p.placed_sequence`;

/** New labels that name an hour, but nobody knows their prediction: they wait among those
 *  without an hour too, in case it comes under another one. */
export const labelsOfNobody = (isNew: string): string => `
  SELECT project_id, model_id, toDateTime(0, 'UTC'), prediction_id, output, text, number,
    labelled_at, store_epoch, ingested_at, sequence
  FROM labels
  WHERE ${OF_MODEL} AND ${isNew} AND hour != toDateTime(0, 'UTC') AND prediction_id NOT IN (
    SELECT prediction_id FROM prediction_index
    WHERE ${OF_MODEL} AND prediction_id IN (
      SELECT prediction_id FROM labels WHERE ${OF_MODEL} AND ${isNew}))`;
