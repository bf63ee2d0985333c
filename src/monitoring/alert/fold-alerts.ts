import type { Verdict } from '../monitor/verdict.ts';
import type { Severity } from './alert.ts';

/** The latest verdict of one check on one window. */
export interface JudgedWindow {
  readonly windowStartMs: number;
  readonly verdict: Verdict;
  /** May be shown but wakes nobody. */
  readonly quiet: boolean;
}

/** An alert as its verdicts tell it: from the first bad window to the first good one after it. */
export interface Episode {
  readonly openedWindowMs: number;
  /** The last bad window, not the last one seen. */
  readonly lastWindowMs: number;
  /** The good window that ended it, or the one after which it was closed from outside. */
  readonly resolvedWindowMs: number | null;
  readonly severity: Severity;
  /** Every bad window was quiet: nobody was told. */
  readonly historical: boolean;
  readonly closedReason: string | null;
}

/** Closed from outside: the check was removed, the monitor switched off or deleted. */
export interface Closure {
  readonly afterWindowMs: number;
  readonly reason: string;
}

export interface FoldRules {
  /** A window without data is bad here, instead of saying nothing. */
  readonly opensOnNoData: boolean;
  readonly closures: readonly Closure[];
}

/** Folds verdicts into episodes, oldest first. A pure function of the set of verdicts: the order
 *  in which they arrive changes nothing. Goes on from `open`, an episode that had not ended
 *  before the first of them. */
export function foldAlerts(
  judged: readonly JudgedWindow[],
  rules: FoldRules,
  open: Episode | null = null,
): Episode[] {
  const episodes: Episode[] = [];
  let current = open;
  const closures = [...rules.closures].sort((a, b) => a.afterWindowMs - b.afterWindowMs);
  let closed = 0;
  const closeBefore = (windowStartMs: number) => {
    for (; closed < closures.length; closed++) {
      const closure = closures[closed];
      if (closure === undefined || closure.afterWindowMs >= windowStartMs) return;
      if (current === null) continue;
      episodes.push({
        ...current,
        resolvedWindowMs: closure.afterWindowMs,
        closedReason: closure.reason,
      });
      current = null;
    }
  };
  for (const window of [...judged].sort((a, b) => a.windowStartMs - b.windowStartMs)) {
    closeBefore(window.windowStartMs);
    current = stepEpisode(current, window, rules);
    if (current !== null && current.resolvedWindowMs !== null) {
      episodes.push(current);
      current = null;
    }
  }
  closeBefore(Number.POSITIVE_INFINITY);
  if (current !== null) episodes.push(current);
  return episodes;
}

/** One step: what a verdict makes of an episode that is open, or of none. */
export function stepEpisode(
  open: Episode | null,
  window: JudgedWindow,
  rules: Pick<FoldRules, 'opensOnNoData'>,
): Episode | null {
  const meaning = meaningOf(window.verdict, rules);
  if (meaning === 'nothing') return open;
  if (meaning === 'good') {
    return open === null ? null : { ...open, resolvedWindowMs: window.windowStartMs };
  }
  return {
    openedWindowMs: open?.openedWindowMs ?? window.windowStartMs,
    lastWindowMs: window.windowStartMs,
    resolvedWindowMs: null,
    severity: meaning,
    historical: (open?.historical ?? true) && window.quiet,
    closedReason: null,
  };
}

function meaningOf(
  verdict: Verdict,
  rules: Pick<FoldRules, 'opensOnNoData'>,
): Severity | 'good' | 'nothing' {
  if (verdict === 'ok') return 'good';
  if (verdict === 'warning' || verdict === 'critical') return verdict;
  return verdict === 'no_data' && rules.opensOnNoData ? 'critical' : 'nothing';
}
