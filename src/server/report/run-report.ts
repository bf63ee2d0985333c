import { setTimeout as sleep } from 'node:timers/promises';
import type { ColumnProfile } from '../../metrics/profile.ts';
import { composeReport } from '../../monitoring/report/compose-report.ts';
import type { ComparedSegment } from '../../monitoring/report/judge-segments.ts';
import { learnHistory, NOTHING_LEARNT } from '../../monitoring/report/learn-history.ts';
import { prepareLaws } from '../../monitoring/report/prepare-laws.ts';
import type { Report, ReportFile } from '../../monitoring/report/report.ts';
import { countCurrent } from './count-current.ts';
import { countOutcomes } from './count-outcomes.ts';
import { exactDistances } from './exact-distances.ts';
import { openTable } from './open-table.ts';
import type { ReportColumns } from './plan-columns.ts';
import { type Extent, readExtent } from './read-extent.ts';
import { type CountedReference, countSegments, readReference } from './read-reference.ts';
import { keepReference, keptReference } from './reference-cache.ts';
import type { ReportEngine } from './report-engine.ts';
import type { TableFile } from './table-file.ts';
import type { TableSource } from './table-source.ts';

export interface ReportOrder {
  readonly reference: TableFile;
  readonly current: TableFile;
  readonly columns: ReportColumns;
  /** Chance of any false alarm in the report. */
  readonly falseAlarms: number;
  /** Whether distances are computed from the rows instead of from bins. */
  readonly exact: boolean;
  /** Where profiles of references are kept; null to count anew. */
  readonly cacheDirectory: string | null;
}

const DAY_MS = 86_400_000;

/** Compares two files and judges what differs. */
export async function runReport(engine: ReportEngine, order: ReportOrder): Promise<Report> {
  const { columns, exact, cacheDirectory } = order;
  const kept = cacheDirectory === null ? null : await keptReference(cacheDirectory, order);
  const source =
    kept === null || exact ? await openTable(engine, order.reference, 'reference') : null;
  const reference = kept ?? (await readReference(engine, requireSource(source), columns));
  if (cacheDirectory !== null && kept === null) {
    await keepReference(cacheDirectory, order, reference);
  }
  const current = await openTable(engine, order.current, 'current');
  const extent = columns.time === null ? null : await readExtent(engine, current, columns.time);
  const counting = countCurrent(engine, current, reference.columns);
  // The engine counts in a process of its own; there is time to draw the laws meanwhile.
  await sleep(5);
  prepareLaws(
    reference.columns.map(({ profile }) => profile),
    current.rows,
  );
  const profiles = await counting;
  const distances =
    exact && source !== null
      ? await exactDistances(engine, source, current, reference.columns, profiles)
      : new Map<string, ReadonlyMap<string, number>>();
  const outcome =
    reference.outcomePlan === null
      ? null
      : await countOutcomes(engine, current, reference.outcomePlan);
  const currentDays = extent === null ? 0 : (extent.lastMs - extent.firstMs) / DAY_MS;
  return composeReport({
    reference: fileOf(order.reference, reference.rows, reference.extent),
    current: fileOf(order.current, current.rows, extent),
    columns: reference.columns.map((column) => ({
      name: column.name,
      role: column.role,
      kind: column.kind,
      note: column.note,
      reference: column.profile,
      current: profileOf(profiles, column.name),
      exact: distances.get(column.name) ?? new Map<string, number>(),
    })),
    outcomes:
      reference.outcome === null || outcome === null || outcome.labelledRows === 0
        ? null
        : { reference: reference.outcome, current: outcome },
    segmentColumn: columns.segment,
    segments: await compareSegments(engine, current, reference, columns),
    history: extent === null ? NOTHING_LEARNT : learnHistory(reference.days, currentDays),
    falseAlarms: order.falseAlarms,
    exact,
    notes: notesOf(reference, current, columns),
  });
}

function requireSource(source: TableSource | null): TableSource {
  if (source === null) throw new Error('The reference was not opened.');
  return source;
}

function profileOf(profiles: ReadonlyMap<string, ColumnProfile>, name: string): ColumnProfile {
  const profile = profiles.get(name);
  if (profile === undefined) throw new Error(`"${name}" was not counted.`);
  return profile;
}

const fileOf = ({ path }: TableFile, rows: number, extent: Extent | null): ReportFile => ({
  file: path,
  rows,
  from: extent === null ? null : new Date(extent.firstMs).toISOString(),
  to: extent === null ? null : new Date(extent.lastMs).toISOString(),
});

async function compareSegments(
  engine: ReportEngine,
  current: TableSource,
  reference: CountedReference,
  { segment }: ReportColumns,
): Promise<ComparedSegment[]> {
  const names = reference.segments.map(([name]) => name);
  const found = new Map(await countSegments(engine, current, reference.coarse, segment, names));
  return reference.segments.flatMap(([name, before]): ComparedSegment[] => {
    const after = found.get(name);
    if (after === undefined) return [];
    const columns = new Map<string, readonly [ColumnProfile, ColumnProfile]>();
    for (const [column, profile] of before.columns) {
      const now = after.columns.get(column);
      if (now !== undefined) columns.set(column, [profile, now]);
    }
    return [{ segment: name, referenceRows: before.rows, currentRows: after.rows, columns }];
  });
}

function notesOf(
  reference: CountedReference,
  current: TableSource,
  { label, time, exclude }: ReportColumns,
): string[] {
  const known = new Set([...reference.columns.map((one) => one.name), time, ...exclude]);
  const added = current.columns.map(({ name }) => name).filter((name) => !known.has(name));
  const notes: string[] = [];
  if (added.length > 0) {
    notes.push(
      `Only the current file has ${added.slice(0, 10).join(', ')}${added.length > 10 ? ', …' : ''}.`,
    );
  }
  if (label !== null && reference.outcomePlan === null) {
    notes.push(
      'Performance is not measured: that takes --label with --score or --prediction, and labels that are classes or numbers.',
    );
  }
  return notes;
}
