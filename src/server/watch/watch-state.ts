import type { PartBody } from '../../contract/readiness.ts';
import type { SelfWatchReadModel } from '../../monitoring/ports.ts';
import { findOverdue, type OverdueMonitor } from '../../monitoring/watch/explain-overdue.ts';
import type { WorkState } from '../../monitoring/watch/self-watch.ts';
import type { Engines } from '../engines.ts';
import { checkParts, type Part } from '../http/health.ts';
import type { Ingest, IngestHealth } from '../ingest/create-ingest.ts';
import type { ClockSkew } from './compare-clocks.ts';
import type { DiskState, DiskWatch } from './disk-watch.ts';

export interface WatchStateDeps {
  readonly readModel: SelfWatchReadModel;
  readonly parts: readonly Part[];
  readonly ingest: Pick<Ingest, 'health'>;
  readonly embedded: Engines['embedded'];
  readonly disk: Pick<DiskWatch, 'read'>;
  readonly clocks: () => Promise<readonly ClockSkew[]>;
  readonly now: () => number;
}

export interface WatchState {
  readonly asOfMs: number;
  readonly parts: readonly PartBody[];
  readonly ingest: IngestHealth;
  /** Null where the control plane does not answer. */
  readonly work: (WorkState & { readonly overdue: readonly OverdueMonitor[] }) | null;
  readonly engines: readonly {
    readonly name: string;
    readonly running: boolean;
    readonly restarts: number;
  }[];
  readonly clocks: readonly ClockSkew[];
  readonly disk: DiskState | null;
}

/** Everything that is known about the server itself at a moment. Whoever asks has to be answered
 *  most of all when something is broken. */
export async function readWatchState(deps: WatchStateDeps, projectId: string): Promise<WatchState> {
  const asOfMs = deps.now();
  const ingest = deps.ingest.health;
  const [parts, work, clocks, disk] = await Promise.all([
    checkParts(deps.parts),
    deps.readModel.work(projectId, asOfMs).catch(() => null),
    deps.clocks(),
    deps.disk.read(),
  ]);
  return {
    asOfMs,
    parts,
    ingest,
    work: work && { ...work, overdue: findOverdue(work.due, asOfMs, ingest.lagSeconds * 1000) },
    engines: deps.embedded.map(([name, engine]) => ({
      name,
      running: engine.pid !== undefined,
      restarts: engine.restarts,
    })),
    clocks,
    disk,
  };
}
