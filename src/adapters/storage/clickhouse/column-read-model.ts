import type { ClickHouseClient } from '@clickhouse/client';
import type { ColumnReadModel } from '../../../monitoring/profile/column-read-model.ts';
import { readProfiles } from './profiling/read-profiles.ts';
import { LIVE } from './profiling/row-source.ts';

/** Where the one cell of a baseline is filed. */
const BASELINE_WINDOW = { startMs: 0, endMs: 1_000 };

export function createColumnReadModel(client: ClickHouseClient): ColumnReadModel {
  return {
    async window(model, baseline, window, question) {
      const [found = new Map()] = await readProfiles(client, {
        ...question,
        model,
        baseline,
        source: LIVE,
        windows: [window],
        scores: false,
      });
      return found;
    },
    async baseline(model, baseline, question) {
      const [found = new Map()] = await readProfiles(client, {
        ...question,
        model,
        baseline,
        source: baseline.baselineId,
        windows: [BASELINE_WINDOW],
        variant: '',
        environment: '',
        scores: false,
      });
      return found;
    },
  };
}
