import type { Window } from '../window/window.ts';
import type { ExcludedPeriod } from './excluded-period.ts';
import { objectionTo, type PastDay, usualRows } from './past-day.ts';

export interface PeriodProposal {
  readonly period: Window;
  readonly days: number;
  readonly rows: number;
  readonly excluded: readonly ExcludedPeriod[];
  /** What speaks for it, for people. */
  readonly reasons: readonly string[];
}

export interface ProposedPeriod {
  readonly proposal: PeriodProposal | null;
  /** Why there is none; empty where there is one. */
  readonly why: string;
  /** What speaks against the other days, the latest first. */
  readonly against: readonly ExcludedPeriod[];
}

interface JudgedDay extends PastDay {
  readonly objection: string | null;
  readonly settled: boolean;
}

const WEEK = 7;
const LEAST_WEEKS = 2;
const MOST_WEEKS = 8;
/** With some bad days left out: so many of those in a stretch may be bad. */
const BAD_SHARE = 0.25;
const AGAINST_SHOWN = 20;

/** The stretch of a model's past that is best taken for normal: whole weeks, two at least and eight
 *  at most, the latest one of which every day was as usual and without an alarm, with labels that
 *  have settled where it can be had. Where no two weeks were without a bad day, the latest that
 *  had few, without those.
 *
 *  Days come in order without gaps; `isSettled` tells whether the labels of each have come. */
export function proposePeriod(
  past: readonly PastDay[],
  isSettled: (day: PastDay) => boolean,
): ProposedPeriod {
  const usual = usualRows(past);
  const days = past.map((day, index) => ({
    ...day,
    objection: objectionTo(day, usual[index] ?? 0),
    settled: isSettled(day),
  }));
  const chosen =
    latestRun(days, (day) => day.objection === null && day.settled) ??
    latestRun(days, (day) => day.objection === null) ??
    latestWithGaps(days);
  if (chosen === null)
    return { proposal: null, why: whyNone(days), against: against(days, [0, 0]) };
  return { proposal: describe(days.slice(...chosen)), why: '', against: against(days, chosen) };
}

type Span = readonly [from: number, to: number];

/** The latest run of good days that holds whole weeks enough; of it the latest weeks. */
function latestRun(days: readonly JudgedDay[], isGood: (day: JudgedDay) => boolean): Span | null {
  let to = days.length;
  for (let at = days.length - 1; at >= -1; at -= 1) {
    const day = days[at];
    if (day !== undefined && isGood(day)) continue;
    const weeks = Math.min(MOST_WEEKS, Math.floor((to - at - 1) / WEEK));
    if (weeks >= LEAST_WEEKS) return [to - weeks * WEEK, to];
    to = at;
  }
  return null;
}

/** Four weeks or else two that begin and end well, with few bad days between. */
function latestWithGaps(days: readonly JudgedDay[]): Span | null {
  for (const weeks of [2 * LEAST_WEEKS, LEAST_WEEKS]) {
    const length = weeks * WEEK;
    for (let to = days.length; to >= length; to -= 1) {
      const stretch = days.slice(to - length, to);
      const bad = stretch.filter((day) => day.objection !== null).length;
      const isWell = stretch[0]?.objection === null && stretch.at(-1)?.objection === null;
      if (isWell && bad <= BAD_SHARE * length) return [to - length, to];
    }
  }
  return null;
}

function describe(stretch: readonly JudgedDay[]): PeriodProposal {
  const good = stretch.filter((day) => day.objection === null);
  const excluded = joinDays(
    stretch.flatMap(({ window, objection }) =>
      objection === null ? [] : [{ ...window, reason: objection }],
    ),
  );
  const rows = good.map((day) => day.rows);
  const weeks = stretch.length / WEEK;
  const covered = good.filter((day) => day.coverage !== null);
  const coverage = covered.reduce((sum, day) => sum + (day.coverage ?? 0), 0) / covered.length;
  const percent = `${Math.round(coverage * 100)} %`;
  return {
    period: { startMs: stretch[0]?.window.startMs ?? 0, endMs: stretch.at(-1)?.window.endMs ?? 0 },
    days: good.length,
    rows: rows.reduce((sum, one) => sum + one, 0),
    excluded,
    reasons: [
      excluded.length === 0
        ? `${weeks} whole weeks, the latest without a warning or critical alert in them.`
        : `${weeks} whole weeks, the latest in which few days were bad; those are left out.`,
      `${span(Math.min(...rows), Math.max(...rows))} predictions a day, as is usual.`,
      ...(covered.length === 0
        ? []
        : [
            good.every((day) => day.settled)
              ? `Their labels have settled: ${percent} have come.`
              : `Their labels have not settled: ${percent} have come, so performance in it may still change.`,
          ]),
    ],
  };
}

function whyNone(days: readonly JudgedDay[]): string {
  const seen = days.filter((day) => day.rows > 0).length;
  const least = LEAST_WEEKS * WEEK;
  if (seen < least) {
    return `There are predictions of ${seen} whole ${seen === 1 ? 'day' : 'days'}, and a baseline should hold ${LEAST_WEEKS} whole weeks at least.`;
  }
  return `No ${LEAST_WEEKS} weeks of the past were good: ${days.filter((day) => day.objection !== null).length} of ${days.length} days have something against them.`;
}

/** Neighbours that have the same against them are said at once. */
function against(days: readonly JudgedDay[], [from, to]: Span): ExcludedPeriod[] {
  const others = days.flatMap((day, index) => {
    if (index >= from && index < to) return [];
    const reason =
      day.objection ?? (day.settled ? restOf(index >= to) : 'its labels have not settled');
    return [{ ...day.window, reason }];
  });
  return joinDays(others).reverse().slice(0, AGAINST_SHOWN);
}

const restOf = (isLater: boolean): string =>
  isLater
    ? `not ${LEAST_WEEKS} whole weeks in a row`
    : 'good too, and longer ago or in a shorter run';

function joinDays(days: readonly ExcludedPeriod[]): ExcludedPeriod[] {
  const joined: ExcludedPeriod[] = [];
  for (const day of days) {
    const last = joined.at(-1);
    if (last !== undefined && last.endMs === day.startMs && last.reason === day.reason) {
      joined[joined.length - 1] = { ...last, endMs: day.endMs };
    } else joined.push(day);
  }
  return joined;
}

const span = (least: number, most: number): string =>
  least === most ? count(least) : `Between ${count(least)} and ${count(most)}`;

const count = (rows: number): string => Math.round(rows).toLocaleString('en');
