import type { MonitorBody } from '../../contract/monitor.ts';
import type { MetricBody } from '../api/paths.ts';
import { formatBudget, formatCooldown, formatPersistence, nameCadence } from '../format/rule.ts';
import { formatInstant } from '../format/time.ts';
import { BacktestPanel } from './BacktestPanel.tsx';
import { CheckTable } from './CheckTable.tsx';
import { RuleEditor } from './RuleEditor.tsx';
import { RuleSentence } from './RuleSentence.tsx';

export interface MonitorPanelProps {
  monitor: MonitorBody;
  metrics: readonly MetricBody[];
  timeZone: string;
}

/** One rule: as a sentence, then its terms, then its checks, then what it would have done. */
export function MonitorPanel({ monitor, metrics, timeZone }: MonitorPanelProps) {
  const calibrated = monitor.checks.some((check) => check.threshold.strategy === 'calibrated');
  const { evaluatedUntil } = monitor;
  return (
    <section className="panel monitor" id={monitor.monitorId} aria-label={monitor.name}>
      <h2>
        {monitor.name} {!monitor.enabled && <span className="muted">switched off</span>}
      </h2>
      <RuleSentence sentence={monitor.sentence} />
      <dl className="facts">
        <Fact name="Evaluated">{nameCadence(monitor.cadence)}</Fact>
        <Fact name="Last evaluated until">
          {evaluatedUntil === null
            ? 'not yet'
            : formatInstant(Date.parse(evaluatedUntil), timeZone)}
        </Fact>
        {calibrated && <Fact name="Budget">{formatBudget(monitor)}</Fact>}
        <Fact name="Alert">{formatPersistence(monitor)}</Fact>
        <Fact name="Resolved after">
          {monitor.resolveAfter === 1 ? 'one good window' : `${monitor.resolveAfter} good windows`}
        </Fact>
        <Fact name="Cooldown">{formatCooldown(monitor)}</Fact>
        {monitor.segmentsOf !== null && (
          <Fact name="And for each value of">{monitor.segmentsOf}</Fact>
        )}
      </dl>
      <CheckTable monitor={monitor} metrics={metrics} />
      <BacktestPanel monitor={monitor} metrics={metrics} timeZone={timeZone} />
      <RuleEditor monitor={monitor} metrics={metrics} timeZone={timeZone} />
    </section>
  );
}

function Fact({ name, children }: { name: string; children: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
