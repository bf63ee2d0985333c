import type { ClickHouseClient } from '@clickhouse/client';
import type { LabelReadModel } from '../../../monitoring/profile/label-read-model.ts';
import { selectRows } from './select-rows.ts';

const COVERAGE = `
  SELECT day, max(labelled / total) AS share
  FROM (
    SELECT toUInt32(toStartOfDay(cell_start, {zone:String})) AS day, output,
      sum(labelled_rows) AS labelled, sum(rows) AS total
    FROM outcome_profiles FINAL
    WHERE project_id = {project:String} AND model_id = {model:String} AND source = 'live'
      AND segment = '' AND cell_start >= toDateTime({from:UInt32}, 'UTC')
      AND cell_start < toDateTime({to:UInt32}, 'UTC')
    GROUP BY day, output HAVING total > 0
  )
  GROUP BY day`;

export function createLabelReadModel(client: ClickHouseClient): LabelReadModel {
  return {
    async coverage(projectId, modelId, { startMs, endMs }, timeZone) {
      const rows = await selectRows<{ day: number; share: number }>(client, COVERAGE, {
        project: projectId,
        model: modelId,
        from: Math.floor(startMs / 1000),
        to: Math.floor(endMs / 1000),
        zone: timeZone,
      });
      return new Map(rows.map(({ day, share }) => [day * 1000, share]));
    },
  };
}
