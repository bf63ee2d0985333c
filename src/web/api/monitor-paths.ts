import type { BacktestBody } from '../../contract/backtest.ts';
import type { MonitorBody, MonitorDraftBody } from '../../contract/monitor.ts';
import type { Answer, Mutable } from './paths.ts';

export type RuleEdit = Partial<
  Pick<MonitorDraftBody, 'budget' | 'persistence' | 'resolveAfter' | 'cooldownMs' | 'enabled'>
>;

/** The calls that edit a rule. */
export interface MonitorPaths {
  '/v1/models/{model}/backtest': {
    post: {
      parameters: { path: { model: string } };
      requestBody: { content: { 'application/json': { draft: Mutable<MonitorDraftBody> } } };
      responses: Answer<BacktestBody>;
    };
  };
  '/v1/monitors/{monitorId}': {
    patch: {
      parameters: { path: { monitorId: string } };
      requestBody: { content: { 'application/json': Mutable<RuleEdit> } };
      responses: Answer<MonitorBody>;
    };
  };
}
