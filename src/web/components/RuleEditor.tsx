import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { MonitorBody } from '../../contract/monitor.ts';
import { wordsFor } from '../api/api-problem.ts';
import type { RuleEdit } from '../api/monitor-paths.ts';
import { monitorsApi } from '../api/monitors.ts';
import type { MetricBody } from '../api/paths.ts';
import { queryClient } from '../api/queries.ts';
import { BacktestResult } from './BacktestResult.tsx';
import { NumberField } from './NumberField.tsx';

export interface RuleEditorProps {
  monitor: MonitorBody;
  metrics: readonly MetricBody[];
  timeZone: string;
}

const HOUR_MS = 3_600_000;

const ruleOf = (monitor: MonitorBody) => ({
  alarms: monitor.budget.alarms,
  days: monitor.budget.days,
  violations: monitor.persistence.violations,
  windows: monitor.persistence.windows,
  resolveAfter: monitor.resolveAfter,
  cooldownHours: monitor.cooldownMs / HOUR_MS,
  enabled: monitor.enabled,
});

type Rule = ReturnType<typeof ruleOf>;

/** What was touched and nothing else: somebody may have changed the rest meanwhile. */
function editOf(touched: Partial<Rule>, rule: Rule): RuleEdit {
  const has = (...names: (keyof Rule)[]) => names.some((name) => name in touched);
  return {
    ...(has('alarms', 'days') ? { budget: { alarms: rule.alarms, days: rule.days } } : {}),
    ...(has('violations', 'windows')
      ? { persistence: { violations: rule.violations, windows: rule.windows } }
      : {}),
    ...(has('resolveAfter') ? { resolveAfter: rule.resolveAfter } : {}),
    ...(has('cooldownHours') ? { cooldownMs: Math.round(rule.cooldownHours * HOUR_MS) } : {}),
    ...(has('enabled') ? { enabled: rule.enabled } : {}),
  };
}

/** When the rule is to raise an alert, and what that would have meant, before it is saved. */
export function RuleEditor({ monitor, metrics, timeZone }: RuleEditorProps) {
  const [touched, setTouched] = useState<Partial<Rule>>({});
  const rule = { ...ruleOf(monitor), ...touched };
  const edit = editOf(touched, rule);
  const preview = useMutation({ mutationFn: () => monitorsApi.preview(monitor, edit) });
  const save = useMutation({
    mutationFn: () => monitorsApi.edit(monitor.monitorId, edit),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: ['monitors', monitor.model] });
      setTouched({});
    },
  });
  const calibrated = monitor.checks.some(({ threshold }) => threshold.strategy === 'calibrated');
  function set(change: Partial<Rule>): void {
    setTouched({ ...touched, ...change });
    // It was of another rule.
    preview.reset();
    save.reset();
  }
  function submit(event: FormEvent) {
    event.preventDefault();
    save.mutate();
  }
  const failure = preview.error ?? save.error;
  return (
    <details>
      <summary>Edit the rule</summary>
      <form onSubmit={submit} aria-label={`Rule of ${monitor.name}`}>
        <div className="fields">
          {calibrated && (
            <>
              <NumberField
                label="False alarms granted"
                value={rule.alarms}
                onChange={(alarms) => set({ alarms })}
              />
              <NumberField label="in days" value={rule.days} onChange={(days) => set({ days })} />
            </>
          )}
          <NumberField
            label="Alert after bad windows"
            value={rule.violations}
            whole
            onChange={(violations) => set({ violations })}
          />
          <NumberField
            label="of the last"
            value={rule.windows}
            whole
            onChange={(windows) => set({ windows })}
          />
          <NumberField
            label="Resolved after good windows"
            value={rule.resolveAfter}
            whole
            onChange={(resolveAfter) => set({ resolveAfter })}
          />
          <NumberField
            label="Quiet afterwards, in hours"
            value={rule.cooldownHours}
            onChange={(cooldownHours) => set({ cooldownHours })}
          />
          <label className="check">
            <input
              type="checkbox"
              checked={rule.enabled}
              onChange={(event) => set({ enabled: event.target.checked })}
            />
            <span>It watches</span>
          </label>
        </div>
        <p className="import-action">
          <button type="button" disabled={preview.isPending} onClick={() => preview.mutate()}>
            {preview.isPending ? 'Judging the past…' : 'Preview over the past'}
          </button>{' '}
          <button
            type="submit"
            className="primary"
            disabled={save.isPending || Object.keys(touched).length === 0}
          >
            Save the rule
          </button>{' '}
          <span role="status" className="muted">
            {save.isSuccess && 'Saved.'}
          </span>
        </p>
        <p role="alert" className="problem-line">
          {failure !== null && wordsFor(failure)}
        </p>
      </form>
      {preview.data !== undefined && (
        <BacktestResult backtest={preview.data} metrics={metrics} timeZone={timeZone} />
      )}
    </details>
  );
}
