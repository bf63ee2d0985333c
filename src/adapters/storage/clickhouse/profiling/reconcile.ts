import type { ClickHouseClient } from '@clickhouse/client';
import type { Model } from '../../../../monitoring/model/model.ts';
import type { CellRevisions } from './cell-revisions.ts';
import { COUNT_SETTINGS } from './count-context.ts';
import { createNewRows } from './new-rows.ts';
import { LIVE } from './row-source.ts';
import {
  labelsOfNobody,
  misplacedLabels,
  newStrays,
  signOfMisplacedLabels,
} from './unsettled-sql.ts';

/** Rows that were written before must not swallow these for being the same. */
const WRITE_SETTINGS = { ...COUNT_SETTINGS, insert_deduplicate: 0 as const };

/** Finds identities that were sent again under another hour, and labels that lie under another
 *  hour than their prediction. Cells are marked as due before anything is written, so that a
 *  crash in between repeats the work instead of losing it. */
export function createReconciler(client: ClickHouseClient, revisions: CellRevisions) {
  const forEachNewRows = createNewRows(client);

  async function markDue(model: Model, found: string, family: 'due_rows' | 'due_labels') {
    const result = await client.query({
      query: `SELECT DISTINCT intDiv(toUnixTimestamp64Milli(event_time), ${model.cellMs})
        * ${model.cellMs} AS cell FROM (${found})`,
      format: 'JSONEachRow',
      query_params: { project: model.projectId, model: model.modelId },
      clickhouse_settings: COUNT_SETTINGS,
    });
    const cells = await result.json<{ cell: string }>();
    if (cells.length === 0) return false;
    const mark = { source: LIVE, family, baselineId: '', generation: 0 };
    const revision = await revisions.next(model);
    await revisions.mark(
      model,
      cells.map((row) => ({ ...mark, cellStartMs: Number(row.cell), revision })),
    );
    return true;
  }

  const write = (model: Model, query: string) =>
    client.command({
      query,
      query_params: { project: model.projectId, model: model.modelId },
      clickhouse_settings: WRITE_SETTINGS,
    });

  async function hasRows(model: Model, query: string): Promise<boolean> {
    const result = await client.query({
      query,
      format: 'JSONEachRow',
      query_params: { project: model.projectId, model: model.modelId },
      clickhouse_settings: COUNT_SETTINGS,
    });
    return (await result.json()).length > 0;
  }

  return (model: Model): Promise<void> =>
    forEachNewRows(model, async ({ condition }) => {
      const strays = newStrays(condition);
      if (await markDue(model, strays, 'due_rows')) {
        await write(
          model,
          `INSERT INTO strays (project_id, model_id, hour, prediction_id, variant, event_time,
            found_at)
          SELECT {project:String}, {model:String}, hour, prediction_id, variant, event_time,
            now64(3)
          FROM (${strays})`,
        );
      }
      if (!(await hasRows(model, ANY_LABEL))) return;
      const misplaced = misplacedLabels(condition);
      const mayBe = await hasRows(model, signOfMisplacedLabels(condition));
      if (mayBe && (await markDue(model, misplaced, 'due_labels'))) {
        await write(
          model,
          `INSERT INTO labels (${LABEL_COLUMNS}) SELECT {project:String},
          {model:String}, right_hour, prediction_id, output, label.1, label.2, label.3, label.4,
          label.5, last_sequence
          FROM (${misplaced})`,
        );
      }
      await write(model, `INSERT INTO labels (${LABEL_COLUMNS}) ${labelsOfNobody(condition)}`);
    });
}

const ANY_LABEL = `SELECT 1 FROM labels
  WHERE project_id = {project:String} AND model_id = {model:String} LIMIT 1`;

const LABEL_COLUMNS = `project_id, model_id, hour, prediction_id, output, text, number,
  labelled_at, store_epoch, ingested_at, sequence`;
