import { type AlertScene, describeAlert } from '../alert/describe-alert.ts';
import { priorityOf } from '../alert/find-urgent.ts';
import type { Diagnosis } from '../diagnosis/diagnosis.ts';
import { boundOf } from '../diagnosis/judge-certainty.ts';
import { nameColumn } from '../health/name-column.ts';
import type { Monitor } from '../monitor/monitor.ts';

export interface MessageFacts extends AlertScene {
  readonly alertId: string;
  /** Alerts that make it urgent. */
  readonly urgentWith: readonly string[];
  readonly diagnosis: Diagnosis | null;
  readonly modelName: string;
  readonly monitor: Pick<Monitor, 'monitorId' | 'name'>;
  readonly baseline: { readonly baselineId: string; readonly version: string | null } | null;
  /** Address of the dashboard, where it is known. */
  readonly publicUrl: string | null;
}

const EVENT = {
  opened: 'alert.opened',
  escalated: 'alert.escalated',
  de_escalated: 'alert.de_escalated',
  resolved: 'alert.resolved',
  amended: 'alert.amended',
} as const;

const iso = (ms: number): string => new Date(ms).toISOString();

/** What every channel is given: complete, so that no receiver has to ask back. */
export function alertMessage(facts: MessageFacts) {
  const { transition, result, check } = facts;
  return {
    type: EVENT[transition.kind],
    timestamp: iso(facts.nowMs),
    data: {
      alertId: facts.alertId,
      model: facts.modelName,
      version: facts.baseline?.version ?? null,
      monitor: { id: facts.monitor.monitorId, name: facts.monitor.name },
      check: check.checkId,
      metric: check.metric,
      column: nameColumn(check.column, facts.featureNames),
      segment: check.segment,
      severity: transition.severity,
      priority: priorityOf(facts.urgentWith),
      urgentWith: facts.urgentWith,
      reason: transition.reason,
      value: result?.value ?? null,
      bound: result === null ? null : boundOf(result),
      n: result?.n ?? null,
      m: result?.m ?? null,
      window: { start: iso(facts.window.startMs), end: iso(facts.window.endMs) },
      since: iso(facts.openedWindow.startMs),
      baselineId: facts.baseline?.baselineId ?? null,
      sentence: describeAlert(facts),
      diagnosis: facts.diagnosis,
      link: linkTo(facts),
    },
  };
}

export type AlertMessage = ReturnType<typeof alertMessage>;

function linkTo({ publicUrl, alertId }: MessageFacts): string | null {
  if (publicUrl === null) return null;
  return `${publicUrl.replace(/\/+$/, '')}/alerts/${encodeURIComponent(alertId)}`;
}
