import type { Logger } from 'pino';
import type { DeliveryLog } from '../../monitoring/notification/delivery-log.ts';
import type {
  Age,
  ControlRetention,
  ModelKey,
  Removed,
  Retention,
  TelemetryRetention,
} from '../../monitoring/retention/retention.ts';

export interface RetentionDeps {
  readonly telemetry: TelemetryRetention;
  readonly control: ControlRetention;
  readonly deliveries: Pick<DeliveryLog, 'prune'>;
  readonly retention: Retention;
  readonly logger: Pick<Logger, 'info'>;
  readonly now: () => number;
}

/** Telemetry goes by the day: a deletion touches every part that it is about. */
const SLACK_MS = 86_400_000;
/** Longer than anybody counts rows without holding the model. */
const FORGOTTEN_FIRST_MS = 1_800_000;
/** Steps of some thousand rows; what is left waits for the next turn. */
const STEPS_A_TURN = 50;

/** Removes what is older than its class is kept, unless work that is still to be done needs it. One
 *  server at a time; doing it again changes nothing. A turn may end anywhere. */
export function enforceRetention(deps: RetentionDeps, signal: AbortSignal): Promise<boolean> {
  const { control, deliveries, retention, logger } = deps;
  const nowMs = deps.now();
  const goesOn = () => !signal.aborted;
  const cutOff = (keptMs: number | null) => (keptMs === null ? null : nowMs - keptMs);
  const ageOf = (keptMs: number | null): Age | null =>
    keptMs === null ? null : { beforeMs: nowMs - keptMs, ripeMs: nowMs - keptMs - SLACK_MS };

  async function inSteps(step: () => Promise<number>): Promise<number> {
    let removed = 0;
    for (let done = 0; done < STEPS_A_TURN && goesOn(); done += 1) {
      const some = await step();
      if (some === 0) break;
      removed += some;
    }
    return removed;
  }

  return control.alone(async () => {
    const [rows, results] = [ageOf(retention.rows), ageOf(retention.results)];
    const [alerts, records] = [cutOff(retention.alerts), cutOff(retention.records)];
    const removed: Record<string, number> = {};
    if (records !== null) {
      removed['attempts'] = await inSteps(() => deliveries.prune(records));
      removed['records'] = await inSteps(() => control.removeRecords(records));
    }
    if (alerts !== null) removed['alerts'] = await inSteps(() => control.removeAlerts(alerts));
    if (results !== null) {
      const { beforeMs } = results;
      removed['evaluations'] = await inSteps(() => control.removeEvaluations(beforeMs));
    }
    if (rows !== null && goesOn()) {
      Object.assign(removed, await removeRows(deps, rows, nowMs, goesOn));
    }
    if (results !== null && goesOn()) {
      Object.assign(removed, await removeResults(deps, results, goesOn));
    }
    if (rows !== null || results !== null) await deps.telemetry.reclaim(goesOn);
    const gone = Object.fromEntries(Object.entries(removed).filter(([, count]) => count > 0));
    if (Object.keys(gone).length > 0)
      logger.info({ removed: gone }, 'what was too old was removed');
  });
}

/** In two turns: first an hour is not counted any more, then its rows go. */
async function removeRows(
  { telemetry, control, logger }: RetentionDeps,
  age: Age,
  nowMs: number,
  goesOn: () => boolean,
): Promise<Removed> {
  const told = { models: 0, hours: 0, neededHours: 0, neededBy: [] as string[] };
  for (const model of await telemetry.modelsWithRows(age)) {
    if (!goesOn()) return {};
    await control.holding(model.modelId, async ({ fromMs, unsettledHoursMs }) => {
      const hours = await telemetry.hoursWithRows(model, age);
      const unneeded = hours.filter((hour) => hour < fromMs && !unsettledHoursMs.has(hour));
      await telemetry.forget(model, unneeded, nowMs);
      if (unneeded.length > 0) told.models += 1;
      told.hours += unneeded.length;
      told.neededHours += hours.length - unneeded.length;
      if (hours.length > unneeded.length) told.neededBy.push(model.modelId);
    });
  }
  const { neededBy, ...counts } = told;
  if (told.hours + told.neededHours > 0) {
    logger.info(
      { ...counts, neededBy: neededBy.slice(0, MODELS_TOLD) },
      'rows are older than they are kept; those that work still needs stay',
    );
  }
  return telemetry.removeRows({ ...age, forgottenBeforeMs: nowMs - FORGOTTEN_FIRST_MS }, goesOn);
}

/** A line of the log stays a line. */
const MODELS_TOLD = 10;

async function removeResults(
  { telemetry, control }: RetentionDeps,
  age: Age,
  goesOn: () => boolean,
): Promise<Removed> {
  const models: { model: ModelKey; neededFromMs: number }[] = [];
  for (const model of await telemetry.modelsWithResults(age)) {
    if (!goesOn()) return {};
    models.push({ model, neededFromMs: await control.neededFrom(model.modelId) });
  }
  const counts = await telemetry.removeResults(models, age, goesOn);
  if (!goesOn()) return counts;
  const openMonitors = await control.monitorsWithOpenAlerts();
  return { ...counts, ...(await telemetry.removeMeasurements(age, openMonitors)) };
}
