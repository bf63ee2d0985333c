import { beforeEach, describe, expect, it } from 'vitest';
import { checkResult, HOUR_MS, monitorDraft, psiCheck, writeText } from './control-plane.ts';
import { createEvaluationRig, type EvaluationStores, OWNER } from './evaluation-rig.ts';

/** What every store of evaluations does with alerts, transitions and notifications. */
export function evaluationStoreSuite(stores: () => EvaluationStores): void {
  const rig = createEvaluationRig(stores);
  const { commit, judge, revise, shown, told, reload } = rig;
  beforeEach(rig.begin);

  describe('on schedule', () => {
    it('opens, escalates and resolves one alert, and tells of each', async () => {
      await judge(1, 'ok');
      await judge(2, 'warning');
      await judge(3, 'critical');
      await judge(4, 'critical');
      await judge(5, 'ok');
      expect(await shown()).toEqual(['2-4>5 resolved critical']);
      expect(await told()).toEqual([
        'opened above_warning',
        'escalated above_critical',
        'resolved back_within_bounds',
      ]);
    });

    it('changes an alert when it is committed, however long ago it was judged', async () => {
      const committedAtMs = 9 * HOUR_MS;
      await judge(1, 'critical', { committedAtMs });
      const [alert] = await stores().alerts.list(rig.model.projectId, {
        modelId: rig.model.modelId,
        limit: 1,
      });
      const steps = await stores().alerts.steps(alert?.alertId ?? '');
      expect(steps.map((step) => step.occurredAtMs)).toEqual([committedAtMs]);
    });

    it('moves the schedule on, and never back', async () => {
      await judge(3, 'ok');
      await judge(1, 'ok');
      await reload();
      expect(rig.monitor.evaluatedUntilMs).toBe(4 * HOUR_MS);
    });

    it('numbers revisions, and keeps what was published', async () => {
      const first = await judge(1, 'ok', { labelCoverage: 0.5 });
      expect(first).toMatchObject({ kind: 'recorded', evaluation: { revision: 1 } });
      expect(await revise(1, 'critical')).toMatchObject({ evaluation: { revision: 2 } });
      expect(await stores().evaluations.latest(rig.monitor.monitorId, HOUR_MS)).toMatchObject({
        revision: 2,
        cause: 'late_rows',
        results: [{ verdict: 'critical', value: 0.4 }],
      });
    });

    it('says nothing twice: the same again is no revision', async () => {
      await judge(1, 'critical');
      const before = [await shown(), await told()];
      expect(await judge(1, 'critical')).toEqual({ kind: 'unchanged' });
      expect(await revise(1, 'critical')).toEqual({ kind: 'unchanged' });
      expect([await shown(), await told()]).toEqual(before);
    });

    it('history is shown and told to nobody, until it reaches the present', async () => {
      await judge(1, 'critical', { historical: true, cause: 'backfill' });
      await judge(2, 'ok', { historical: true, cause: 'backfill' });
      await judge(3, 'critical', { historical: true, cause: 'backfill' });
      expect(await shown()).toEqual(['1-1>2 resolved critical', '3-3> firing critical']);
      expect(await told()).toEqual([]);
      await judge(4, 'critical');
      expect(await told()).toEqual(['opened still_above_critical']);
      await judge(5, 'ok');
      expect(await told()).toEqual(['opened still_above_critical', 'resolved back_within_bounds']);
    });

    it('skips a window and goes on behind it', async () => {
      const { evaluations } = stores();
      expect(await evaluations.hasAny(rig.monitor.monitorId)).toBe(false);
      await evaluations.skip(rig.monitor.monitorId, 2 * HOUR_MS, 3 * HOUR_MS, OWNER);
      await evaluations.skip(rig.monitor.monitorId, 9 * HOUR_MS, 10 * HOUR_MS, 'another');
      await reload();
      expect(rig.monitor.evaluatedUntilMs).toBe(2 * HOUR_MS);
      expect(await evaluations.hasAny(rig.monitor.monitorId)).toBe(false);
    });

    it('gives a check its own history', async () => {
      for (const hour of [1, 2, 3]) await judge(hour, 'ok');
      await judge(4, 'no_data');
      await revise(2, 'warning');
      const history = await stores().evaluations.history(
        rig.monitor.monitorId,
        'psi',
        5 * HOUR_MS,
        2,
      );
      expect(history).toEqual([
        { windowStartMs: 2 * HOUR_MS, value: 0.2, n: 500, m: 1000, verdict: 'warning' },
        { windowStartMs: 3 * HOUR_MS, value: 0.01, n: 500, m: 1000, verdict: 'ok' },
      ]);
    });
  });

  describe('revisions', () => {
    it('late rows that take an alarm back say so', async () => {
      await judge(1, 'critical');
      await revise(1, 'ok');
      expect(await shown()).toEqual(['(1-1>1 resolved critical)']);
      expect(await told()).toEqual(['opened above_critical', 'resolved withdrawn_by_late_rows']);
      await revise(1, 'critical');
      expect(await shown()).toEqual(['1-1> firing critical']);
    });

    it('what joins two alerts that are over withdraws the second, which ends where it did', async () => {
      for (const [hour, verdict] of (['critical', 'ok', 'critical', 'ok'] as const).entries()) {
        await judge(hour, verdict);
      }
      await revise(1, 'critical', 'late_labels');
      expect(await shown()).toEqual(['0-2>3 resolved critical', '(2-2>3 resolved critical)']);
    });

    it('an alert that is withdrawn while it is open ends no sooner than its last bad window', async () => {
      const draft = monitorDraft({ persistence: { violations: 2, windows: 3 } });
      const { monitorId } = rig.monitor;
      await stores().monitors.update(rig.model.projectId, monitorId, draft, writeText);
      await reload();
      for (const [hour, verdict] of (['critical', 'no_data', 'critical'] as const).entries()) {
        await judge(hour, verdict);
      }
      await revise(0, 'ok', 'late_labels');
      expect(await shown()).toEqual(['(0-2>2 resolved critical)']);
      expect(await told()).toEqual(['opened above_critical', 'resolved withdrawn_by_late_labels']);
    });

    it('an earlier beginning is the same alert, and nobody is told again', async () => {
      await judge(1, 'ok');
      await judge(2, 'critical');
      await revise(1, 'critical');
      expect(await shown()).toEqual(['1-2> firing critical']);
      expect(await told()).toEqual(['opened above_critical']);
    });

    it('a good window found in the middle splits it; what goes on keeps its name', async () => {
      for (const hour of [1, 2, 3]) await judge(hour, 'critical');
      const filter = { modelId: rig.model.modelId, open: true, limit: 9 };
      const [before] = await stores().alerts.list(rig.model.projectId, filter);
      await revise(2, 'ok');
      expect(await shown()).toEqual(['1-1>2 resolved critical', '3-3> firing critical']);
      const alerts = await stores().alerts.list(rig.model.projectId, filter);
      expect(alerts.map((alert) => alert.alertId)).toEqual([before?.alertId]);
      await judge(4, 'ok');
      expect(await told()).toEqual(['opened above_critical', 'resolved back_within_bounds']);
    });

    it('late labels amend and never page; the next bad window does', async () => {
      await judge(1, 'ok', { labelCoverage: 0.1 });
      await judge(2, 'ok', { labelCoverage: 0.1 });
      await revise(2, 'critical', 'late_labels');
      expect(await shown()).toEqual(['2-2> firing critical']);
      expect(await told()).toEqual([]);
      await judge(3, 'critical');
      expect(await told()).toEqual(['opened still_above_critical']);
    });

    it('the first labels of a fresh window give its first verdict, which pages', async () => {
      await commit({ hour: 1, results: [checkResult('no_data', { reason: 'labels_pending' })] });
      expect(await shown()).toEqual([]);
      await revise(1, 'critical', 'late_labels');
      expect(await told()).toEqual(['opened above_critical']);
    });

    it('a partial one leaves the other checks as they were', async () => {
      const other = checkResult('ok', { checkId: 'accuracy', metric: 'accuracy' });
      await commit({ hour: 1, results: [checkResult('critical'), other] });
      const outcome = await commit({
        hour: 1,
        results: [{ ...other, verdict: 'warning', value: 0.8 }],
        cause: 'late_labels',
        partial: true,
      });
      expect(outcome).toMatchObject({
        evaluation: {
          results: [
            { checkId: 'psi', verdict: 'critical' },
            { checkId: 'accuracy', verdict: 'warning' },
          ],
        },
      });
      expect(await told()).toEqual(['opened above_critical']);
    });

    it('the order of arrival does not change where alerts begin and end', async () => {
      const verdicts = ['ok', 'critical', 'warning', 'ok', 'critical', 'critical'] as const;
      for (const hour of [4, 2, 5, 1, 3, 0]) {
        const verdict = verdicts[hour];
        if (verdict !== undefined) await judge(hour, verdict);
      }
      const alerts = (await shown()).filter((alert) => !alert.startsWith('('));
      expect(alerts).toEqual(['1-2>3 resolved warning', '4-5> firing critical']);
    });
  });

  describe('people', () => {
    const acknowledge = async () => {
      const [alert] = await stores().alerts.list(rig.model.projectId, {
        modelId: rig.model.modelId,
        limit: 1,
      });
      return stores().alerts.acknowledge(rig.model.projectId, alert?.alertId ?? '', 'ada', null);
    };

    it('an acknowledgement keeps through folds, and ends with the alert', async () => {
      await judge(1, 'warning');
      expect(await acknowledge()).toMatchObject({ state: 'acknowledged', acknowledgedBy: 'ada' });
      await judge(2, 'critical');
      await judge(0, 'warning');
      expect(await shown()).toEqual(['0-2> acknowledged critical']);
      await judge(3, 'ok');
      expect(await shown()).toEqual(['0-2>3 resolved critical']);
      expect(await acknowledge()).toBe('already_resolved');
      expect(await stores().alerts.acknowledge(rig.model.projectId, 'alt_none', 'ada', null)).toBe(
        'not_found',
      );
    });

    it('an alert is read with its sentence, its number and its steps', async () => {
      await judge(1, 'warning');
      await judge(2, 'critical');
      const [alert] = await stores().alerts.list(rig.model.projectId, {
        modelId: rig.model.modelId,
        limit: 1,
      });
      expect(alert).toMatchObject({
        monitorName: 'drift',
        explanation: 'escalated above_critical',
        result: { value: 0.4, critical: 0.25 },
      });
      const steps = await stores().alerts.steps(alert?.alertId ?? '');
      expect(steps.map((step) => `${step.kind} ${step.reason}`)).toEqual([
        'opened above_warning',
        'escalated above_critical',
      ]);
      expect(await stores().alerts.get('other', alert?.alertId ?? '')).toBeNull();
    });

    it('switching a monitor off closes its alerts and says so', async () => {
      await judge(1, 'critical');
      const off = monitorDraft({ enabled: false });
      await stores().monitors.update(rig.model.projectId, rig.monitor.monitorId, off, writeText);
      expect(await shown()).toEqual(['1-1>1 resolved critical']);
      expect(await told()).toEqual(['opened above_critical', 'resolved monitor_disabled']);
      expect(await judge(2, 'critical')).toEqual({ kind: 'superseded' });
    });

    it('a check that is taken out closes its alert, the others go on', async () => {
      const second = checkResult('critical', { checkId: 'second' });
      await commit({ hour: 1, results: [checkResult('critical'), second] });
      const checks = [{ ...psiCheck, checkId: 'second' }];
      const { projectId } = rig.model;
      await stores().monitors.update(
        projectId,
        rig.monitor.monitorId,
        monitorDraft({ checks: [psiCheck, ...checks] }),
        writeText,
      );
      await stores().monitors.update(
        projectId,
        rig.monitor.monitorId,
        monitorDraft({ checks }),
        writeText,
      );
      expect((await shown()).sort()).toEqual(['1-1> firing critical', '1-1>1 resolved critical']);
      expect((await told()).at(-1)).toBe('resolved check_removed');
    });

    it('deleting a monitor closes its alerts, and what was closed stays closed', async () => {
      await judge(1, 'critical');
      await stores().monitors.remove(rig.model.projectId, rig.monitor.monitorId, writeText);
      expect(await shown()).toEqual(['1-1>1 resolved critical']);
      expect((await told()).at(-1)).toBe('resolved monitor_deleted');
    });
  });

  describe('all or nothing', () => {
    it('a failure before the commit leaves nothing behind', async () => {
      await judge(1, 'ok');
      const failing = judge(2, 'critical', {
        beforeCommit: () => Promise.reject(new Error('the telemetry store is down')),
      });
      await expect(failing).rejects.toThrow('telemetry');
      expect(await shown()).toEqual([]);
      expect(await told()).toEqual([]);
      await reload();
      expect(rig.monitor.evaluatedUntilMs).toBe(2 * HOUR_MS);
      expect(await stores().evaluations.latest(rig.monitor.monitorId, 2 * HOUR_MS)).toBeNull();
      expect(await judge(2, 'critical')).toMatchObject({ evaluation: { revision: 1 } });
      expect(await told()).toEqual(['opened above_critical']);
    });

    it('a server without the lease writes nothing', async () => {
      expect(await commit({ hour: 1, results: [checkResult('critical')] }, 'server-2')).toEqual({
        kind: 'lease_lost',
      });
      expect(await shown()).toEqual([]);
    });

    it('an evaluation by an older version of the monitor is dropped', async () => {
      await stores().monitors.update(
        rig.model.projectId,
        rig.monitor.monitorId,
        monitorDraft({ checks: [psiCheck] }),
        writeText,
      );
      expect(await judge(1, 'critical')).toEqual({ kind: 'superseded' });
    });

    it('two commits of one window at once are one revision', async () => {
      const outcomes = await Promise.all([judge(1, 'critical'), judge(1, 'critical')]);
      expect(outcomes.map((one) => one.kind).sort()).toEqual(['recorded', 'unchanged']);
      expect(await told()).toEqual(['opened above_critical']);
    });
  });
}
