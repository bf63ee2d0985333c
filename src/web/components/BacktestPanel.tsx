import { useMutation } from '@tanstack/react-query';
import type { MonitorBody } from '../../contract/monitor.ts';
import { api } from '../api/client.ts';
import type { MetricBody } from '../api/paths.ts';
import { BacktestResult } from './BacktestResult.tsx';

export interface BacktestPanelProps {
  monitor: MonitorBody;
  metrics: readonly MetricBody[];
  timeZone: string;
}

/** What a saved monitor would have raised over what is stored, when somebody asks. */
export function BacktestPanel({ monitor, metrics, timeZone }: BacktestPanelProps) {
  const backtest = useMutation({
    mutationFn: () => api.backtest(monitor.model, monitor.monitorId),
  });
  return (
    <div className="backtest">
      <button type="button" disabled={backtest.isPending} onClick={() => backtest.mutate()}>
        {backtest.isPending ? 'Judging the past…' : 'What would have fired?'}
      </button>
      <span role="status" className="acknowledge-problem">
        {backtest.error?.message}
      </span>
      {backtest.data !== undefined && (
        <BacktestResult backtest={backtest.data} metrics={metrics} timeZone={timeZone} />
      )}
    </div>
  );
}
