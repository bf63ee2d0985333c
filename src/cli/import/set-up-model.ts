import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import type { AlertBody } from '../../contract/alert.ts';
import type { AlertDetailsBody } from '../../contract/alert-details.ts';
import type { FileBody } from '../../contract/file.ts';
import type { FleetWire } from '../../contract/fleet.ts';
import type { ImportBody, ImportDraftBody } from '../../contract/import.ts';
import { BadFileError } from '../../server/files/read-file.ts';
import { describeTable as readTable } from '../../server/set-up/describe-table.ts';
import { describeAlertDetails } from '../alert/describe-alert.ts';
import { callApi } from '../call-api.ts';
import { CommandError } from '../command-error.ts';
import type { Connection } from '../connection.ts';
import { shellQuote } from '../shell-quote.ts';
import { describeTable } from './describe-table.ts';
import { CONTENT_TYPES, type FileFormat, fileKindOf } from './file-format.ts';
import { type PlanOptions, planImport, withRoles } from './plan-import.ts';
import { describePreview, previewImport } from './preview-import.ts';
import { showProgress } from './progress.ts';

export interface SetUpOptions extends PlanOptions {
  readonly format?: FileFormat;
  readonly baseline?: string;
}

const LOOK_EVERY_MS = 300;
/** Reading a large file takes the server a while. */
const PATIENCE_MS = 60_000;

/** What would be made of a file, without a server: it is the server's code that says so. */
export async function printGuesses(path: string, options: SetUpOptions): Promise<void> {
  const file = withRoles(await look(path, options.format), options);
  const { baseline } = options;
  const other = baseline === undefined ? null : await look(baseline, options.format);
  printPlan(file, other, options);
  // As the import itself would end.
  if (file.badRowCount > 0) process.exitCode = 2;
}

/** From a file to a watched model: the server does it, this shows how far it has come. */
export async function setUpModel(
  connection: Connection,
  path: string,
  options: SetUpOptions,
): Promise<ImportBody> {
  const file = withRoles(await bring(connection, path, options.format), options);
  const { baseline } = options;
  const other = baseline === undefined ? null : await bring(connection, baseline, options.format);
  const { draft, notes } = printPlan(file, other, options);
  const begun = await callApi<ImportBody>(connection, '/v1/imports', {
    method: 'POST',
    json: draft,
    patienceMs: PATIENCE_MS,
  });
  const ended = await follow(connection, begun.body);
  print(describeEnd(ended, notes));
  if (ended.failure !== null) {
    const { message, detail, hint, code } = ended.failure;
    throw new CommandError(`${message} ${detail} ${hint} [${code}]`);
  }
  if (ended.watermark !== null) {
    print(await alertsOf(connection, ended.model));
    print([await stateOf(connection, ended.model)]);
  }
  return ended;
}

const ALERTS_SHOWN = 5;

/** What was alarmed, open or over, the worst first, with what is behind it. */
async function alertsOf(connection: Connection, model: string): Promise<string[]> {
  const query = new URLSearchParams({ model, order: 'worst', limit: String(ALERTS_SHOWN + 1) });
  const call = { patienceMs: PATIENCE_MS };
  const found = await callApi<{ alerts: AlertBody[] }>(connection, `/v1/alerts?${query}`, call);
  const shown = found.body.alerts.slice(0, ALERTS_SHOWN);
  const lines: string[] = [];
  for (const { alertId } of shown) {
    const path = `/v1/alerts/${alertId}`;
    const { body } = await callApi<AlertDetailsBody>(connection, path, call);
    lines.push(describeAlertDetails(body));
  }
  if (shown.length < found.body.alerts.length) {
    lines.push(`… and more: leeway alert list --model ${shellQuote(model)}`);
  }
  return lines;
}

/** How the model is by now: that no alert is open may also mean that too little was there to judge. */
async function stateOf(connection: Connection, name: string): Promise<string> {
  const { body } = await callApi<FleetWire>(connection, '/v1/fleet', { patienceMs: PATIENCE_MS });
  const { headline } = body.models.find((model) => model.name === name)?.health ?? {};
  return `${name}: ${headline ?? 'nothing was judged'}`;
}

/** The table first, so that whoever is refused sees what was read. */
function printPlan(
  file: FileBody,
  baseline: FileBody | null,
  options: PlanOptions,
): { readonly draft: ImportDraftBody; readonly notes: readonly string[] } {
  print(describeTable(file));
  const draft = {
    ...planImport(file, options),
    ...(baseline === null ? {} : { baselineFileId: baseline.fileId }),
  };
  const preview = previewImport(draft, file, baseline);
  print(['', ...describePreview(preview, file, baseline, draft)]);
  return { draft, notes: preview.plan.notes };
}

/** A file as the server would describe it; it has no id, because nobody keeps it. */
async function look(path: string, asked: FileFormat | undefined): Promise<FileBody> {
  const bytes = await sizeOf(path);
  const { format, gzip } = fileKindOf(path, asked);
  try {
    const table = await readTable({ path, name: basename(path), format, gzip, bytes });
    return { ...table, fileId: '', keptUntil: '' };
  } catch (error) {
    if (error instanceof BadFileError) throw new CommandError(`${path}: ${error.message}`);
    throw error;
  }
}

async function bring(
  connection: Connection,
  path: string,
  asked: FileFormat | undefined,
): Promise<FileBody> {
  await sizeOf(path);
  const { format, gzip } = fileKindOf(path, asked);
  const query = new URLSearchParams({ name: basename(path).slice(0, 200) });
  const { body } = await callApi<FileBody>(connection, `/v1/files?${query}`, {
    method: 'POST',
    type: CONTENT_TYPES[format],
    ...(gzip ? { encoding: 'gzip' } : {}),
    body: () => Readable.toWeb(createReadStream(path)) as ReadableStream,
  });
  return body;
}

async function sizeOf(path: string): Promise<number> {
  const { size } = await stat(path).catch(() => {
    throw new CommandError(`There is no file ${path}.`);
  });
  return size;
}

async function follow(connection: Connection, begun: ImportBody): Promise<ImportBody> {
  const progress = showProgress(process.stderr, () => performance.now(), true);
  let state = begun;
  while (state.endedAt === null) {
    await sleep(LOOK_EVERY_MS);
    const answer = await callApi<ImportBody>(connection, `/v1/imports/${begun.importId}`, {
      patienceMs: PATIENCE_MS,
    });
    state = answer.body;
    progress.update(state.predictions, state.predictions.sent / Math.max(1, state.rows));
  }
  progress.stop();
  return state;
}

/** Without what was noted before. */
function describeEnd(state: ImportBody, noted: readonly string[]): string[] {
  const { baseline, predictions, labels } = state;
  const lines = [''];
  if (baseline !== null) {
    lines.push(`baseline ${baseline.baselineId}: ${baseline.rows} of ${baseline.sourceRows} rows`);
  }
  for (const name of state.monitors) lines.push(`monitor ${name}`);
  for (const [what, sent] of Object.entries({ predictions, labels })) {
    if (sent.sent === 0) continue;
    lines.push(
      `${what}: ${sent.accepted} accepted, ${sent.refused} refused; ${sent.rowsPerSecond} rows/s`,
    );
  }
  for (const { rowNumber, code, message } of state.refused.slice(0, 20)) {
    lines.push(`row ${rowNumber}: ${message} [${code}]`);
  }
  for (const { code, rows } of state.refusedByCode) lines.push(`refused as ${code}: ${rows}`);
  for (const warning of state.warnings) {
    if (!noted.includes(warning)) lines.push(`note: ${warning}`);
  }
  if (state.watermark !== null) {
    const alerts = state.openAlerts === 1 ? '1 open alert' : `${state.openAlerts} open alerts`;
    lines.push(`played back until ${state.watermark}: ${alerts}`);
  }
  return lines;
}

const print = (lines: readonly string[]): void => {
  process.stdout.write(`${lines.join('\n')}\n`);
};
