import createClient from 'openapi-fetch';
import type { BacktestBody } from '../../contract/backtest.ts';
import type { MonitorBody, MonitorDraftBody } from '../../contract/monitor.ts';
import { act, ask, sendKey } from './client.ts';
import type { MonitorPaths, RuleEdit } from './monitor-paths.ts';
import type { Mutable } from './paths.ts';

const client = createClient<MonitorPaths>({ baseUrl: '/' });
client.use(sendKey);

/** The monitor as it would be, with what the server adds to it left out. */
function draftOf(monitor: MonitorBody, edit: RuleEdit): MonitorDraftBody {
  const { name, cadence, variant, environment, segment, segmentsOf, checks, noData } = monitor;
  return {
    ...{ name, cadence, variant, environment, segment, segmentsOf, noData },
    budget: monitor.budget,
    persistence: monitor.persistence,
    resolveAfter: monitor.resolveAfter,
    cooldownMs: monitor.cooldownMs,
    ...edit,
    // One that is switched off would have raised nothing, which is no news.
    enabled: true,
    checks: checks.map(({ columnKey: _, calibration: __, silencedBy: ___, ...check }) => check),
  };
}

export const monitorsApi = {
  /** What a rule would have raised, before it is saved. */
  preview: (monitor: MonitorBody, edit: RuleEdit): Promise<BacktestBody> =>
    ask(() =>
      client.POST('/v1/models/{model}/backtest', {
        params: { path: { model: monitor.model } },
        body: { draft: draftOf(monitor, edit) as Mutable<MonitorDraftBody> },
      }),
    ),
  edit: (monitorId: string, edit: RuleEdit): Promise<MonitorBody> =>
    act(() =>
      client.PATCH('/v1/monitors/{monitorId}', {
        params: { path: { monitorId } },
        body: edit as Mutable<RuleEdit>,
      }),
    ),
};
