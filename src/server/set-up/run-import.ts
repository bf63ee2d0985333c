import type { FileRows } from '../../adapters/sources/file-rows.ts';
import { readRows } from '../../adapters/sources/read-rows.ts';
import type { BaselineDeps } from '../baseline/create-baseline.ts';
import type { ShelvedFile } from './file-shelf.ts';
import { addRefused, type ImportState } from './import-tally.ts';
import { makeBaseline, makeModel } from './make-model.ts';
import type { ImportPlan } from './read-plan.ts';
import { type SendTableDeps, sendTable } from './send-table.ts';
import { awaitVerdicts, playBack, type WatchDeps, watchModel } from './watch-model.ts';

export interface RunImportDeps {
  readonly baseline: BaselineDeps;
  readonly watch: WatchDeps;
  readonly send: SendTableDeps;
  readonly now: () => number;
  /** After every change of a model, so that this server's ingest sees it at once. */
  readonly onModelChange: (projectId: string, name: string) => void;
}

export interface ImportOrder {
  readonly projectId: string;
  readonly plan: ImportPlan;
  readonly file: ShelvedFile;
  readonly baselineFile: ShelvedFile | null;
}

const WARNINGS_SHOWN = 100;

/** From a file to the first verdicts. `state` tells how far it has come. */
export async function runImport(
  deps: RunImportDeps,
  { projectId, plan, file, baselineFile }: ImportOrder,
  state: ImportState,
): Promise<void> {
  const isStopping = deps.send.isStopping;
  const refuse = (row: Parameters<typeof addRefused>[1]) => addRefused(state, row);
  const warn = (texts: readonly string[]) => {
    state.warnings = [...state.warnings, ...texts].slice(0, WARNINGS_SHOWN);
  };

  warn(plan.notes);

  state.phase = 'model';
  const made = await makeModel(deps.baseline, projectId, plan);
  deps.onModelChange(projectId, made.name);

  state.phase = 'baseline';
  const tell = tellOnce(refuse);
  const open = () => openRows(file, tell);
  const openBaseline =
    baselineFile === null ? open : () => openRows(baselineFile, tellOnce(refuse));
  const built = await makeBaseline(deps.baseline, made, plan, openBaseline, refuse);
  deps.onModelChange(projectId, made.name);
  const { baselineId, rows, sourceRows } = built.baseline;
  state.baseline = { baselineId, rows, sourceRows };
  warn(built.warnings);
  const model = built.model;

  state.phase = 'monitors';
  const { sentFromMs } = plan;
  const historyUntilMs = plan.replay && !plan.baselineOnly ? sentFromMs : deps.now();
  if (plan.replay && !plan.baselineOnly && sentFromMs !== null) {
    await deps.watch.models.advanceWatermark(model.modelId, sentFromMs);
  }
  if (plan.monitors) {
    const { created, passedOver } = await watchModel(deps.watch, model, historyUntilMs);
    state.monitors = created;
    warn(passedOver);
  }
  if (plan.baselineOnly) return;

  state.phase = 'predictions';
  const table = { model, plan, fileName: file.body.name, open };
  const lastMs = await sendTable(deps.send, table, {
    onRefused: refuse,
    onProgress(kind, figures) {
      state.phase = kind;
      state[kind] = { ...figures };
    },
  });
  if (lastMs === null || !plan.replay || sentFromMs === null || isStopping()) return;

  state.phase = 'verdicts';
  const watermarkMs = await playBack(deps.watch, model, sentFromMs, lastMs);
  deps.onModelChange(projectId, model.name);
  state.watermark = new Date(watermarkMs).toISOString();
  const judged = await awaitVerdicts(deps.watch, model, sentFromMs, watermarkMs, deps.now);
  if (!judged) warn(['Not every window has been judged yet: the model page goes on filling.']);
  const alerts = await deps.watch.alerts.list(projectId, {
    modelId: model.modelId,
    open: true,
    limit: 1_000,
  });
  state.openAlerts = alerts.length;
}

type Tell = (row: Parameters<typeof addRefused>[1]) => void;

function openRows({ received, body }: ShelvedFile, tell: Tell): FileRows {
  return readRows(received.path, body.format, {
    onBadRow: ({ number, message }) => tell({ rowNumber: number, code: 'unreadable_row', message }),
  });
}

/** A file is read several times, and a row that cannot be read is told of once. */
function tellOnce(tell: Tell): Tell {
  const told = new Set<number>();
  return (row) => {
    if (told.has(row.rowNumber)) return;
    told.add(row.rowNumber);
    tell(row);
  };
}
