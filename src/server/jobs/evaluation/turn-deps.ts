import type { Logger } from 'pino';
import type {
  BaselineStore,
  EvaluationStore,
  MeasurementStore,
  ModelStore,
  MonitorStore,
  ProfileStore,
  ScheduleStore,
} from '../../../monitoring/ports.ts';
import type { BaselineHistories } from './baseline-histories.ts';

export interface TurnDeps {
  readonly models: Pick<ModelStore, 'get'>;
  readonly baselines: Pick<BaselineStore, 'get'>;
  readonly profiles: ProfileStore;
  readonly histories: BaselineHistories;
  readonly monitors: Pick<MonitorStore, 'list'>;
  readonly evaluations: EvaluationStore;
  readonly measurements: MeasurementStore;
  readonly schedule: ScheduleStore;
  readonly logger: Logger;
  readonly now: () => number;
  readonly publicUrl: string | null;
  readonly settings: EvaluationSettings;
}

export interface EvaluationSettings {
  /** How far back a new monitor looks. */
  readonly backfillWindows: number;
  /** About as long a turn takes, each of its steps a third: other models wait. */
  readonly turnMs: number;
  /** Late rows are gathered so long before a cell is counted again. */
  readonly restMs: number;
  readonly cellsPerCount: number;
  readonly windowsPerMonitor: number;
  readonly revisionsPerTurn: number;
  readonly leaseMs: number;
  readonly idleMs: number;
  /** Turns that one server runs at once, each on a model of its own. */
  readonly parallelTurns: number;
}

export const DEFAULT_EVALUATION_SETTINGS: EvaluationSettings = {
  backfillWindows: 60,
  turnMs: 12_000,
  restMs: 2_000,
  cellsPerCount: 200,
  windowsPerMonitor: 96,
  revisionsPerTurn: 100,
  // A dead server's models are taken over after this.
  leaseMs: 20_000,
  idleMs: 500,
  parallelTurns: 2,
};
