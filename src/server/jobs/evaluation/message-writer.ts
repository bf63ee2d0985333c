import type { MessageWriter } from '../../../monitoring/alert/alert-change.ts';
import { describeAlert } from '../../../monitoring/alert/describe-alert.ts';
import type { Baseline } from '../../../monitoring/baseline/baseline.ts';
import type { Model } from '../../../monitoring/model/model.ts';
import type { Monitor } from '../../../monitoring/monitor/monitor.ts';
import { alertMessage } from '../../../monitoring/notification/alert-message.ts';
import { featureColumn } from '../../../monitoring/profile/column-key.ts';
import { windowContaining } from '../../../monitoring/window/windows.ts';

export const featureNames = (model: Pick<Model, 'features'>): ReadonlyMap<string, string> =>
  new Map(model.features.map((one) => [featureColumn(one.featureId), one.name]));

/** Puts the changes of one monitor's alerts into words. */
export function createMessageWriter(subject: {
  readonly model: Model;
  readonly monitor: Monitor;
  readonly baseline: Pick<Baseline, 'baselineId' | 'version'> | null;
  readonly publicUrl: string | null;
  readonly nowMs: number;
}): MessageWriter {
  const { model, monitor, baseline, publicUrl, nowMs } = subject;
  const windowAt = (startMs: number) => windowContaining(startMs, monitor.cadence, model.timeZone);
  const names = featureNames(model);
  return (change) => {
    const facts = {
      transition: change.transition,
      result: change.result,
      check: change.check,
      window: windowAt(change.windowStartMs),
      openedWindow: windowAt(change.openedWindowMs),
      timeZone: model.timeZone,
      featureNames: names,
      nowMs,
      alertId: change.alertId,
      modelName: model.name,
      monitor,
      baseline,
      publicUrl,
    };
    return { explanation: describeAlert(facts), body: alertMessage(facts) };
  };
}
