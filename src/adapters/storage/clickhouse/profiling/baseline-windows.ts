import type { ClickHouseClient } from '@clickhouse/client';
import type { Baseline } from '../../../../monitoring/baseline/baseline.ts';
import {
  type BaselineWindows,
  planBaselineWindows,
} from '../../../../monitoring/baseline/baseline-windows.ts';
import type { Model } from '../../../../monitoring/model/model.ts';
import type { ProfileParts, SegmentWindows } from '../../../../monitoring/profile/profile-store.ts';
import type { Cadence, Window } from '../../../../monitoring/window/window.ts';
import { CADENCE_MS, windowContaining } from '../../../../monitoring/window/windows.ts';
import { QUERY_LIMITS } from '../query-limits.ts';
import type { CellRevisions } from './cell-revisions.ts';
import { type CountContext, inChunks } from './count-context.ts';
import { maximumGroups } from './plan-counting.ts';
import { readProfiles } from './read-profiles.ts';
import { baselineWindowRows } from './row-source.ts';
import { countSegments, groupingOf, WHOLE } from './segments.ts';

export interface BaselineWindowDeps {
  readonly client: ClickHouseClient;
  readonly revisions: CellRevisions;
  /** Counts rows, columns and outcomes. */
  count(model: Model, baseline: Baseline, context: CountContext): Promise<void>;
}

/** Where the rows lie that are in no window. */
const REMAINDER: Window = { startMs: 0, endMs: 1_000 };

/** Counts the rows of baselines by window, when somebody first asks for it: a source of its own
 *  for every cadence, and another for the segments, which most models need of no cadence. */
export function createBaselineWindows({ client, revisions, count }: BaselineWindowDeps) {
  const underWay = new Map<string, Promise<void>>();

  async function extentOf(model: Model, baseline: Baseline) {
    const result = await client.query({
      query: `SELECT toUnixTimestamp64Milli(min(event_time)) AS first,
          toUnixTimestamp64Milli(max(event_time)) AS last,
          min(weight) = max(weight) AS equal_weights
        FROM baseline_rows
        WHERE project_id = {project:String} AND model_id = {model:String}
          AND baseline_id = {baseline:String}`,
      format: 'JSONEachRow',
      query_params: {
        project: model.projectId,
        model: model.modelId,
        baseline: baseline.baselineId,
      },
      clickhouse_settings: QUERY_LIMITS,
    });
    const [row] = await result.json<{ first: string; last: string; equal_weights: number }>();
    return {
      firstMs: Number(row?.first ?? 0),
      lastMs: Number(row?.last ?? 0),
      equalWeights: row?.equal_weights === 1,
    };
  }

  async function countWindows(
    model: Model,
    baseline: Baseline,
    cadence: Cadence,
    source: string,
    segmented: boolean,
  ): Promise<void> {
    const { equalWeights, ...extent } = await extentOf(model, baseline);
    const windows = planBaselineWindows(extent, cadence, model.timeZone, baseline);
    const revision = await revisions.next(model);
    const { baselineId } = baseline;
    const cells = [REMAINDER, ...windows];
    const grouping = segmented ? groupingOf(model, baseline) : WHOLE;
    const segments = segmented ? countSegments(model, baseline) : 1;
    const atOnce = Math.max(1, Math.floor(maximumGroups(model, baseline) / segments));
    for (const some of windows.length === 0 ? [] : inChunks(cells, atOnce)) {
      await count(model, baseline, {
        client,
        source: baselineWindowRows(model, source, windows, some),
        grouping,
        baselineId,
        outputs: model.outputs.map((output) => output.name),
        revision,
        equalWeights,
      });
    }
    // The remainder's mark comes with the others, in one insert, and says that all is there.
    await revisions.mark(
      model,
      cells.flatMap(({ startMs }) =>
        (['rows', 'labels'] as const).map((family) => ({
          source,
          cellStartMs: startMs,
          family,
          baselineId,
          generation: revision,
          revision,
        })),
      ),
    );
  }

  /** Starts of the windows that were counted since the baseline was; null if none was. */
  async function countedStarts(model: Model, baseline: Baseline, source: string) {
    const counted = await revisions.countedCells(model, source);
    const whole = await revisions.countedCells(model, baseline.baselineId);
    const [remainder] = counted;
    if (remainder === undefined || remainder.cellStartMs !== 0) return null;
    if (remainder.generation < (whole[0]?.generation ?? 0)) return null;
    return counted
      .slice(1)
      .filter((cell) => cell.generation === remainder.generation)
      .map((cell) => cell.cellStartMs);
  }

  /** Counts the windows unless they were; tells what they are. */
  async function settle(
    model: Model,
    baseline: Baseline,
    cadence: Cadence,
    source: string,
    segmented: boolean,
  ): Promise<Window[]> {
    const key = `${source} ${model.schemaVersion}`;
    const previous = underWay.get(key);
    if (previous !== undefined) await previous;
    let starts = await countedStarts(model, baseline, source);
    if (starts === null) {
      const counting =
        underWay.get(key) ??
        countWindows(model, baseline, cadence, source, segmented).finally(() =>
          underWay.delete(key),
        );
      underWay.set(key, counting);
      await counting;
      starts = (await countedStarts(model, baseline, source)) ?? [];
    }
    return starts.map((startMs) => windowContaining(startMs, cadence, model.timeZone));
  }

  async function* readBaselineWindowsOf(
    model: Model,
    baseline: Baseline,
    cadence: Cadence,
    segments: readonly string[],
    parts: ProfileParts = {},
  ): AsyncGenerator<SegmentWindows> {
    // What is counted by segment has the whole too.
    const segmented = segments.some((segment) => segment !== '');
    const source = sourceOf(baseline, cadence, segmented);
    const windows = await settle(model, baseline, cadence, source, segmented);
    const atOnce = Math.floor(PROFILES_PER_READ / (windows.length * profilesOf(model, parts)));
    for (const some of inChunks(segments, Math.max(1, Math.min(segments.length, atOnce)))) {
      const question = {
        ...parts,
        model,
        baseline,
        source,
        variant: '',
        environment: '',
        segments: some,
      };
      const cells = windows.length === 0 ? [] : [REMAINDER, ...windows];
      const [rest, ...found] = await readProfiles(client, { ...question, windows: cells });
      for (const segment of some) {
        const remainder = rest?.get(segment);
        yield {
          segment,
          windows: windows.flatMap((window, index) => {
            const profile = found[index]?.get(segment);
            return profile === undefined || profile.rows === 0 ? [] : [{ window, profile }];
          }),
          remainder:
            remainder === undefined || remainder.rows === 0
              ? null
              : { ...remainder, durationMs: 0 },
        };
      }
    }
  }

  return {
    readBaselineWindowsOf,

    async readBaselineWindows(
      model: Model,
      baseline: Baseline,
      cadence: Cadence,
      segment: string,
      parts: ProfileParts = {},
    ): Promise<BaselineWindows> {
      const reading = readBaselineWindowsOf(model, baseline, cadence, [segment], parts);
      for await (const { windows, remainder } of reading) return { windows, remainder };
      throw new Error('No windows were read of a baseline.');
    },
  };
}

/** Held at once, of some kilobytes each. */
const PROFILES_PER_READ = 10_000;

/** Profiles of columns that one window is, where score grids weigh as much as some of them. */
function profilesOf(model: Model, { columns, outcomes, scores }: ProfileParts): number {
  const perOutput = outcomes === false ? 0 : scores === false ? 1 : 7;
  return 1 + (columns ?? model.features).length + perOutput * model.outputs.length;
}

const sourceOf = ({ baselineId }: Baseline, cadence: Cadence, segmented: boolean): string =>
  `${baselineId}@${cadence}${segmented ? '/segments' : ''}`;

/** Everything that counts of a baseline are filed under. */
export function sourcesOfBaseline(baseline: Baseline): string[] {
  const cadences = Object.keys(CADENCE_MS) as Cadence[];
  return [
    baseline.baselineId,
    ...cadences.flatMap((cadence) => [
      sourceOf(baseline, cadence, false),
      sourceOf(baseline, cadence, true),
    ]),
  ];
}
