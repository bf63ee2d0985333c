import type { AlertChange, MessageWriter } from '../../../monitoring/alert/alert-change.ts';
import { describeAlert } from '../../../monitoring/alert/describe-alert.ts';
import type { Baseline } from '../../../monitoring/baseline/baseline.ts';
import { diagnose, type Evidence } from '../../../monitoring/diagnosis/diagnose.ts';
import type { Diagnosis } from '../../../monitoring/diagnosis/diagnosis.ts';
import type { Model } from '../../../monitoring/model/model.ts';
import type { Monitor } from '../../../monitoring/monitor/monitor.ts';
import { baseCheckId } from '../../../monitoring/monitor/segment-check.ts';
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
  /** What the evaluation saw; left out where there was none. */
  readonly evidence?: Evidence | undefined;
}): MessageWriter {
  const { model, monitor, baseline, publicUrl, nowMs, evidence } = subject;
  const windowAt = (startMs: number) => windowContaining(startMs, monitor.cadence, model.timeZone);
  const names = featureNames(model);
  const explain = ({ result, transition }: AlertChange): Diagnosis | null => {
    const isNews = transition.kind === 'opened' || transition.kind === 'escalated';
    if (evidence === undefined || result === null || !isNews) return null;
    const checkId = baseCheckId(result);
    const check = monitor.checks.find((one) => one.checkId === checkId);
    return check === undefined ? null : diagnose(result, check.parameters, evidence, names);
  };
  return (change) => {
    const diagnosis = explain(change);
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
      urgentWith: change.urgentWith ?? [],
      diagnosis,
      modelName: model.name,
      monitor,
      baseline,
      publicUrl,
    };
    return { explanation: describeAlert(facts), body: alertMessage(facts), diagnosis };
  };
}
