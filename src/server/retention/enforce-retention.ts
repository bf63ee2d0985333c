import type { DeliveryLog } from '../../monitoring/notification/delivery-log.ts';
import type {
  ControlRetention,
  ModelKey,
  Retention,
  TelemetryRetention,
} from '../../monitoring/retention/retention.ts';

export interface RetentionDeps {
  readonly telemetry: TelemetryRetention;
  readonly control: ControlRetention;
  readonly deliveries: Pick<DeliveryLog, 'prune'>;
  readonly retention: Retention;
  readonly now: () => number;
}

const DAY_MS = 86_400_000;
/** Telemetry goes by the day: every deletion touches the parts that it is about. */
const SLACK_MS = DAY_MS;
/** Longer than anybody counts rows without holding the model. */
const FORGOTTEN_FIRST_MS = 600_000;
/** Steps of some thousand rows; what is left waits for the next turn. */
const STEPS_A_TURN = 50;

/** Removes what is older than its class is kept, unless work that is still to be done needs it. One
 *  server at a time; doing it again changes nothing. */
export function enforceRetention(deps: RetentionDeps, signal: AbortSignal): Promise<boolean> {
  const { control, deliveries, retention } = deps;
  const nowMs = deps.now();
  const cutOff = (keptMs: number | null) => (keptMs === null ? null : nowMs - keptMs);

  async function inSteps(step: () => Promise<number>): Promise<void> {
    for (let done = 0; done < STEPS_A_TURN && !signal.aborted; done += 1) {
      if ((await step()) === 0) return;
    }
  }

  return control.alone(async () => {
    const [rows, results, alerts, records] = [
      cutOff(retention.rows),
      cutOff(retention.results),
      cutOff(retention.alerts),
      cutOff(retention.records),
    ];
    if (records !== null) {
      await inSteps(() => deliveries.prune(records));
      await inSteps(() => control.removeRecords(records));
    }
    if (alerts !== null) await inSteps(() => control.removeAlerts(alerts));
    if (results !== null) await inSteps(() => control.removeEvaluations(results));
    if (rows !== null) await removeRows(deps, rows, nowMs, signal);
    if (results !== null && !signal.aborted) await removeResults(deps, results);
    if (!signal.aborted && (rows !== null || results !== null)) await deps.telemetry.reclaim();
  });
}

/** In two steps, an hour apart: first an hour is not counted any more, then its rows go. */
async function removeRows(
  { telemetry, control }: RetentionDeps,
  beforeMs: number,
  nowMs: number,
  signal: AbortSignal,
): Promise<void> {
  for (const model of await telemetry.modelsWithRows(beforeMs - SLACK_MS)) {
    if (signal.aborted) return;
    await control.holding(model.modelId, async ({ fromMs, uncountedHoursMs }) => {
      const hours = await telemetry.hoursWithRows(model, beforeMs);
      const unneeded = hours.filter((hour) => hour < fromMs && !uncountedHoursMs.has(hour));
      await telemetry.forget(model, unneeded, nowMs);
    });
  }
  await telemetry.removeRows({ beforeMs, forgottenBeforeMs: nowMs - FORGOTTEN_FIRST_MS });
}

async function removeResults(
  { telemetry, control }: RetentionDeps,
  beforeMs: number,
): Promise<void> {
  const models: { model: ModelKey; neededFromMs: number }[] = [];
  for (const model of await telemetry.modelsWithResults(beforeMs - SLACK_MS)) {
    models.push({ model, neededFromMs: await control.neededFrom(model.modelId) });
  }
  await telemetry.removeResults(models, beforeMs);
  await telemetry.removeMeasurements(beforeMs, await control.monitorsWithOpenAlerts());
}
