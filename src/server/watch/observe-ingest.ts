import type { IngestLane, IngestLog, OutcomeCount } from '../../monitoring/ingest/ingest-log.ts';
import type { TelemetrySink } from '../../monitoring/ingest/telemetry-sink.ts';
import type { IngestObserver } from '../ingest/open-ingest.ts';
import type { Instruments } from './instruments.ts';

/** Counts what passes through the log and how long the store takes for a block. */
export function observeIngest(instruments: Instruments): IngestObserver {
  return {
    log: (log) => observeLog(log, instruments),
    sink: (sink) => observeSink(sink, instruments),
  };
}

function observeLog(log: IngestLog, instruments: Instruments): IngestLog {
  const { written } = instruments;
  const observed = (lane: IngestLane): IngestLane => ({
    lane: lane.lane,
    lost: lane.lost,
    plan: (block) => lane.plan(block),
    backlog: () => lane.backlog(),
    close: () => lane.close(),
    async append(entries, counts) {
      const ids = await lane.append(entries, counts);
      for (const count of counts) noteOutcome(count, instruments);
      return ids;
    },
  });
  return {
    read: (ids) => log.read(ids),
    turnRing: () => log.turnRing(),
    async openLane() {
      return observed(await log.openLane());
    },
    async adoptLane() {
      const lane = await log.adoptLane();
      return lane === null ? null : observed(lane);
    },
    async markStored(block) {
      await log.markStored(block);
      const { kind, storedRows, quarantined } = block;
      const stored = [...storedRows.values()].reduce((sum, rows) => sum + rows, 0);
      written.inc({ kind, outcome: 'stored' }, Math.max(0, stored));
      written.inc({ kind, outcome: 'quarantined' }, quarantined.length);
    },
  };
}

/** Repeated and early rows are accepted ones: beside them they would be counted twice. */
function noteOutcome({ modelId, kind, outcome, rows }: OutcomeCount, instruments: Instruments) {
  const { ingested, repeated, early, predictions } = instruments;
  if (outcome === 'repeated') repeated.inc({ kind }, rows);
  else if (outcome === 'early') early.inc({ kind }, rows);
  else ingested.inc({ kind, outcome }, rows);
  if (kind === 'predictions' && outcome === 'accepted') {
    predictions.set(modelId, (predictions.get(modelId) ?? 0) + rows);
  }
}

function observeSink(sink: TelemetrySink, { blockSeconds }: Instruments): TelemetrySink {
  return {
    keyOf: (kind, row) => sink.keyOf(kind, row),
    async insert(block) {
      const end = blockSeconds.startTimer({ kind: block.kind });
      try {
        const outcome = await sink.insert(block);
        end({ outcome: outcome.kind });
        return outcome;
      } catch (error) {
        end({ outcome: 'failed' });
        throw error;
      }
    },
  };
}
