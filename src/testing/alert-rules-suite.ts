import { beforeEach, expect, it } from 'vitest';
import type { MonitorDraft } from '../monitoring/monitor/monitor-store.ts';
import { checkResult, HOUR_MS, monitorDraft, psiCheck, writeText } from './control-plane.ts';
import { createEvaluationRig, type EvaluationStores } from './evaluation-rig.ts';

/** What every store of evaluations makes of a monitor's rules: persistence, cooldown, segments,
 *  priority. */
export function alertRulesSuite(stores: () => EvaluationStores): void {
  const rig = createEvaluationRig(stores);
  const { commit, judge, shown, told, reload } = rig;
  beforeEach(rig.begin);

  const rule = async (change: Partial<MonitorDraft>) => {
    const { projectId } = rig.model;
    const draft = monitorDraft(change);
    await stores().monitors.update(projectId, rig.monitor.monitorId, draft, writeText);
    await reload();
  };
  const twoOfThree = { persistence: { violations: 2, windows: 3 }, resolveAfter: 2 };
  const VERDICTS = { c: 'critical', w: 'warning', n: 'info', '.': 'ok', '-': 'no_data' } as const;
  const play = async (
    letters: string,
    order: readonly number[] = Array.from(letters, (_, i) => i),
  ) => {
    for (const hour of order) {
      const verdict = VERDICTS[letters[hour] as keyof typeof VERDICTS];
      await judge(hour, verdict);
    }
  };

  it('two bad windows of three raise an alert, two good ones in a row end it', async () => {
    await rule(twoOfThree);
    await play('.c.c.c..');
    expect(await shown()).toEqual(['1-5>7 resolved critical']);
    expect(await told()).toEqual(['opened above_critical', 'resolved back_within_bounds']);
  });

  it('what raised an alert does not raise the next one', async () => {
    await rule({ persistence: { violations: 2, windows: 3 } });
    await play('cc.c.c');
    expect(await shown()).toEqual(['0-1>2 resolved critical', '3-5> firing critical']);
  });

  it.each([[[3, 0, 5, 1, 7, 2, 6, 4]], [[7, 6, 5, 4, 3, 2, 1, 0]], [[0, 1, 2, 4, 5, 3, 7, 6]]])(
    'alerts are the same in whatever order the windows come: %j',
    async (order) => {
      await rule(twoOfThree);
      await play('cwc.-.cc', order);
      const alerts = (await shown()).filter((alert) => !alert.startsWith('('));
      expect(alerts).toEqual(['0-2>5 resolved critical', '6-7> firing critical']);
    },
  );

  it('what is worth a line is shown and told to nobody', async () => {
    await play('.ncn.');
    expect(await shown()).toEqual(['1-3>4 resolved info']);
    expect(await told()).toEqual(['opened still_above_critical', 'de_escalated above_info']);
  });

  it('nobody is told again so soon after an end, unless it lasts', async () => {
    await rule({ cooldownMs: 3 * HOUR_MS });
    await play('c.c.ccc');
    expect(await shown()).toEqual([
      '0-0>1 resolved critical',
      '2-2>3 resolved critical',
      '4-6> firing critical',
    ]);
    expect(await told()).toEqual([
      'opened above_critical',
      'resolved back_within_bounds',
      'opened above_critical',
    ]);
  });

  it('data and performance alarmed together are urgent, both, while both are', async () => {
    const accuracy = (verdict: 'ok' | 'critical') =>
      checkResult(verdict, { checkId: 'accuracy', metric: 'accuracy' });
    const urgent = async () => {
      const filter = { modelId: rig.model.modelId, limit: 9 };
      const alerts = await stores().alerts.list(rig.model.projectId, filter);
      return alerts.map((one) => `${one.checkId} ${one.urgentWith.length}`).sort();
    };
    await commit({ hour: 1, results: [checkResult('critical'), accuracy('ok')] });
    expect(await urgent()).toEqual(['psi 0']);
    await commit({ hour: 2, results: [checkResult('critical'), accuracy('critical')] });
    expect(await urgent()).toEqual(['accuracy 1', 'psi 1']);
    await commit({ hour: 3, results: [checkResult('critical'), accuracy('ok')] });
    // What is over stays what it was.
    expect(await urgent()).toEqual(['accuracy 1', 'psi 0']);
  });

  it('alerts of two monitors of a model are urgent together', async () => {
    const draftOfOther = monitorDraft({ name: 'performance' });
    const first = rig.monitor;
    await judge(1, 'critical');
    const created = await stores().monitors.create(rig.model, draftOfOther, null);
    if (created === 'name_taken') throw new Error(created);
    rig.watch(created);
    const result = checkResult('critical', { checkId: 'accuracy', metric: 'accuracy' });
    await commit({ hour: 1, results: [result] });
    const open = await stores().alerts.list(rig.model.projectId, {
      modelId: rig.model.modelId,
      limit: 9,
    });
    const ids = open.map((one) => one.alertId).sort();
    expect(open.flatMap((one) => one.urgentWith).sort()).toEqual(ids);
    await stores().monitors.remove(rig.model.projectId, first.monitorId, writeText);
    const [left] = await stores().alerts.list(rig.model.projectId, {
      modelId: rig.model.modelId,
      open: true,
      limit: 9,
    });
    expect(left?.urgentWith).toEqual([]);
  });

  it('a check in a segment is closed with its check', async () => {
    await rule({ checks: [psiCheck, { ...psiCheck, checkId: 'second' }] });
    const segment = 'origin=ATL';
    const inSegment = checkResult('critical', { checkId: 'psi@origin=ATL', segment });
    await commit({
      hour: 1,
      results: [checkResult('critical', { checkId: 'second' }), inSegment],
    });
    await rule({ checks: [{ ...psiCheck, checkId: 'second' }] });
    expect((await shown()).sort()).toEqual(['1-1> firing critical', '1-1>1 resolved critical']);
  });
}
