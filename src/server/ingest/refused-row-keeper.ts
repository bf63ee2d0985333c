import type { Logger } from 'pino';
import type { RowKind } from '../../monitoring/ingest/ingest-log.ts';
import type { RefusedRowStore } from '../../monitoring/ingest/refused-row-store.ts';
import type { Model } from '../../monitoring/model/model.ts';

/** A refused row with what it looked like. */
export interface RefusedExample {
  readonly code: string;
  readonly message: string;
  readonly raw: string;
}

export interface RefusedRowKeeper {
  /** Returns at once: nobody waits for what is only an example. */
  offer(model: Model, kind: RowKind, rows: readonly RefusedExample[]): void;
  settled(): Promise<void>;
}

interface Deps {
  readonly store: RefusedRowStore;
  readonly logger: Logger;
  readonly now: () => number;
}

/** Writes that may be under way: of a flood of bad rows most examples are let go by. */
const MOST_WRITES = 4;

export function createRefusedRowKeeper({ store, logger, now }: Deps): RefusedRowKeeper {
  const writes = new Set<Promise<void>>();
  return {
    offer(model, kind, rows) {
      if (rows.length === 0 || writes.size >= MOST_WRITES) return;
      const refusedAtMs = now();
      const write = store
        .keep(
          model,
          rows.map((row) => ({ ...row, kind, refusedAtMs })),
        )
        .catch((error: unknown) => {
          logger.warn({ err: error, model: model.modelId }, 'refused rows were not kept');
        })
        .finally(() => writes.delete(write));
      writes.add(write);
    },
    async settled() {
      await Promise.all(writes);
    },
  };
}
