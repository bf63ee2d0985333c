import type { Monitor } from '../monitor/monitor.ts';
import type { Verdict } from '../monitor/verdict.ts';
import type { Severity } from './alert.ts';

/** The latest verdict of one check on one window. */
export interface JudgedWindow {
  readonly windowStartMs: number;
  /** Null where the window was judged without this check. */
  readonly verdict: Verdict | null;
  /** May be shown but wakes nobody. */
  readonly quiet: boolean;
}

/** An alert as its verdicts tell it: from the first of the bad windows that raised it to the last
 *  of the good windows that ended it. */
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
  /** Good windows since the last bad one. */
  readonly goodWindows: number;
}

/** Closed from outside: the check was removed, the monitor switched off or deleted. */
export interface Closure {
  readonly afterWindowMs: number;
  readonly reason: string;
}

export interface FoldRules extends Pick<Monitor, 'persistence' | 'resolveAfter'> {
  /** A window without data is bad here, instead of saying nothing. */
  readonly opensOnNoData: boolean;
  readonly closures: readonly Closure[];
}

/** What the windows before have left behind. */
export interface FoldState {
  readonly open: Episode | null;
  /** The last windows, oldest first, one fewer than persistence asks for; none from before the
   *  last alert was over: what raised one alert does not raise another. */
  readonly recent: readonly JudgedWindow[];
}

export const NOTHING_BEFORE: FoldState = { open: null, recent: [] };

/** Folds verdicts into episodes, oldest first. A pure function of the set of verdicts: the order
 *  in which they arrive changes nothing. */
export function foldAlerts(
  judged: readonly JudgedWindow[],
  rules: FoldRules,
  before: FoldState = NOTHING_BEFORE,
): Episode[] {
  const episodes: Episode[] = [];
  let state = before;
  const closures = [...rules.closures].sort((a, b) => a.afterWindowMs - b.afterWindowMs);
  let closed = 0;
  const closeBefore = (windowStartMs: number) => {
    for (; closed < closures.length; closed++) {
      const closure = closures[closed];
      if (closure === undefined || closure.afterWindowMs >= windowStartMs) return;
      const { open } = state;
      const { afterWindowMs, reason } = closure;
      if (open !== null) {
        episodes.push({ ...open, resolvedWindowMs: afterWindowMs, closedReason: reason });
      }
      const recent = state.recent.filter((one) => one.windowStartMs > afterWindowMs);
      state = { open: null, recent };
    }
  };
  for (const window of [...judged].sort((a, b) => a.windowStartMs - b.windowStartMs)) {
    closeBefore(window.windowStartMs);
    const step = stepAlert(state, window, rules);
    if (step.ended !== null) episodes.push(step.ended);
    state = step.state;
  }
  closeBefore(Number.POSITIVE_INFINITY);
  if (state.open !== null) episodes.push(state.open);
  return episodes;
}

type StepRules = Omit<FoldRules, 'closures'>;

/** One step: what a verdict makes of what was before. A window that says nothing takes a place
 *  among the last ones, and is neither good nor bad. */
export function stepAlert(
  state: FoldState,
  window: JudgedWindow,
  rules: StepRules,
): { readonly state: FoldState; readonly ended: Episode | null } {
  const { open } = state;
  const { windows } = rules.persistence;
  const last = [...state.recent, window].slice(-windows);
  const goOn = (episode: Episode | null) => {
    const recent = windows === 1 ? [] : last.slice(1 - windows);
    return { state: { open: episode, recent }, ended: null };
  };
  const meaning = meaningOf(window.verdict, rules);
  if (meaning === 'nothing' || (meaning === 'good' && open === null)) return goOn(open);
  if (open === null) return goOn(openEpisode(last, rules));
  const { windowStartMs, quiet } = window;
  if (meaning === 'good') {
    const goodWindows = open.goodWindows + 1;
    if (goodWindows < rules.resolveAfter) return goOn({ ...open, goodWindows });
    const ended = { ...open, goodWindows, resolvedWindowMs: windowStartMs };
    return { state: NOTHING_BEFORE, ended };
  }
  return goOn({
    ...open,
    lastWindowMs: windowStartMs,
    severity: severityOf(last, rules) ?? open.severity,
    historical: open.historical && quiet,
    goodWindows: 0,
  });
}

function openEpisode(last: readonly JudgedWindow[], rules: StepRules): Episode | null {
  const severity = severityOf(last, rules);
  const bad = last.filter(({ verdict }) => isBad(meaningOf(verdict, rules)));
  const [first] = bad;
  const latest = bad.at(-1);
  if (severity === null || first === undefined || latest === undefined) return null;
  return {
    openedWindowMs: first.windowStartMs,
    lastWindowMs: latest.windowStartMs,
    resolvedWindowMs: null,
    severity,
    historical: bad.every((one) => one.quiet),
    closedReason: null,
    goodWindows: 0,
  };
}

const MILDEST_FIRST = ['info', 'warning', 'critical'] as const satisfies readonly Severity[];

export const rankOfSeverity = (severity: Severity): number => MILDEST_FIRST.indexOf(severity);

/** The worst severity that enough of the last windows reach. */
function severityOf(last: readonly JudgedWindow[], rules: StepRules): Severity | null {
  const ranks = last
    .map(({ verdict }) => meaningOf(verdict, rules))
    .filter(isBad)
    .map(rankOfSeverity)
    .sort((a, b) => b - a);
  const rank = ranks[rules.persistence.violations - 1];
  return rank === undefined ? null : (MILDEST_FIRST[rank] ?? null);
}

type Meaning = Severity | 'good' | 'nothing';

const isBad = (meaning: Meaning): meaning is Severity =>
  meaning !== 'good' && meaning !== 'nothing';

function meaningOf(
  verdict: Verdict | null,
  { opensOnNoData }: Pick<FoldRules, 'opensOnNoData'>,
): Meaning {
  if (verdict === 'ok') return 'good';
  if (verdict === 'info' || verdict === 'warning' || verdict === 'critical') return verdict;
  return verdict === 'no_data' && opensOnNoData ? 'critical' : 'nothing';
}
