import { describe, expect, it } from 'vitest';
import type { CheckResult } from './alert.ts';
import { decideTransitions, type Occasion } from './decide-transitions.ts';
import type { Episode } from './fold-alerts.ts';
import type { StoredAlert } from './match-episodes.ts';
import { quietReason } from './quiet.ts';

const result = (change: Partial<CheckResult> = {}): CheckResult => ({
  checkId: 'psi',
  metric: 'population_stability_index',
  metricVersion: 1,
  column: 'feature:1',
  segment: '',
  verdict: 'critical',
  value: 0.4,
  warning: 0.1,
  critical: 0.25,
  n: 500,
  m: 500,
  reason: null,
  quiet: false,
  ...change,
});
const good = result({ verdict: 'ok', value: 0.01 });
const warning = result({ verdict: 'warning', value: 0.2 });
const note = result({ verdict: 'info', value: 0.08, info: 0.05 });
const occasion = (change: Partial<Occasion> = {}): Occasion => ({
  result: result(),
  cause: 'scheduled',
  isRevision: false,
  coolingDown: false,
  ...change,
});
const revision = (change: Partial<Occasion> = {}) =>
  occasion({ isRevision: true, cause: 'late_rows', ...change });

const episode = (change: Partial<Episode> = {}): Episode => ({
  openedWindowMs: 10,
  lastWindowMs: 10,
  resolvedWindowMs: null,
  severity: 'critical',
  historical: false,
  closedReason: null,
  goodWindows: 0,
  ...change,
});
const alert = (change: Partial<StoredAlert> = {}): StoredAlert => ({
  alertId: 'alt_1',
  monitorId: 'mon_1',
  checkId: 'psi',
  segment: '',
  state: 'firing',
  severity: 'critical',
  historical: false,
  openedWindowMs: 10,
  lastWindowMs: 10,
  resolvedWindowMs: null,
  withdrawn: false,
  told: 'firing',
  acknowledgedAtMs: null,
  closedAfterMs: null,
  closedReason: null,
  goodWindows: 0,
  ...change,
});
const over = { state: 'resolved', resolvedWindowMs: 20, told: 'resolved' } as const;

describe('transition table', () => {
  it.each([
    [
      'a first bad window opens and tells',
      null,
      episode(),
      occasion(),
      ['opened above_critical !'],
    ],
    [
      'a lower bound is named',
      null,
      episode({ severity: 'warning' }),
      occasion({ result: result({ verdict: 'warning', value: 0.8, warning: 0.9 }) }),
      ['opened below_warning !'],
    ],
    [
      'a quiet one opens and tells nobody',
      null,
      episode({ historical: true }),
      occasion({ result: result({ quiet: true }) }),
      ['opened above_critical'],
    ],
    [
      'a silent service is named so',
      null,
      episode(),
      occasion({ result: result({ checkId: 'rows', verdict: 'no_data', value: 0 }) }),
      ['opened no_rows !'],
    ],
    ['another bad window is nothing new', alert(), episode({ lastWindowMs: 20 }), occasion(), []],
    [
      'a historical alert that goes on tells once',
      alert({ historical: true, told: 'nothing' }),
      episode({ lastWindowMs: 20 }),
      occasion(),
      ['opened still_above_critical !'],
    ],
    [
      'worse is told',
      alert({ severity: 'warning' }),
      episode(),
      occasion(),
      ['escalated above_critical !'],
    ],
    [
      'worse, but quiet, is not',
      alert({ severity: 'warning' }),
      episode(),
      occasion({ result: result({ quiet: true }) }),
      ['escalated above_critical'],
    ],
    [
      'better, but not good, is not told',
      alert(),
      episode({ severity: 'warning' }),
      occasion({ result: warning }),
      ['de_escalated above_warning'],
    ],
    [
      'good again is told',
      alert(),
      episode({ resolvedWindowMs: 20 }),
      occasion({ result: good }),
      ['resolved back_within_bounds !'],
    ],
    [
      'an acknowledged one resolves alike',
      alert({ state: 'acknowledged' }),
      episode({ resolvedWindowMs: 20 }),
      occasion({ result: good }),
      ['resolved back_within_bounds !'],
    ],
    [
      'who was not told is not told that it is over',
      alert({ historical: true, told: 'nothing' }),
      episode({ historical: true, resolvedWindowMs: 20 }),
      occasion({ result: good }),
      ['resolved back_within_bounds'],
    ],
    [
      'closed from outside',
      alert(),
      episode({ resolvedWindowMs: 10, closedReason: 'monitor_disabled' }),
      occasion({ result: null }),
      ['resolved monitor_disabled !'],
    ],
    [
      'late rows that take the only bad window back',
      alert(),
      null,
      revision({ result: good }),
      ['resolved withdrawn_by_late_rows !'],
    ],
    [
      'late rows that take back what was over',
      alert(over),
      null,
      revision({ result: good }),
      ['amended withdrawn_by_late_rows'],
    ],
    [
      'what was withdrawn is not withdrawn again',
      alert({ ...over, withdrawn: true }),
      null,
      revision({ result: good }),
      [],
    ],
    [
      'late rows that show a window was bad, now over',
      null,
      episode({ resolvedWindowMs: 20 }),
      revision(),
      ['opened above_critical', 'resolved within_bounds_by_late_rows'],
    ],
    [
      'late rows that reopen tell',
      alert(over),
      episode(),
      revision(),
      ['opened reopened_by_late_rows !'],
    ],
    [
      'late labels that reopen tell nobody',
      alert(over),
      episode(),
      revision({ cause: 'late_labels', result: result({ quiet: true }) }),
      ['opened reopened_by_late_labels'],
    ],
    [
      'and the next bad window on schedule tells',
      alert({ told: 'resolved' }),
      episode({ lastWindowMs: 30 }),
      occasion(),
      ['opened still_above_critical !'],
    ],
    [
      'a beginning that moved is amended',
      alert(),
      episode({ openedWindowMs: 5 }),
      revision({ cause: 'late_labels', result: result({ quiet: true }) }),
      ['amended late_labels'],
    ],
    [
      'what is worth a line opens and tells nobody',
      null,
      episode({ severity: 'info' }),
      occasion({ result: note }),
      ['opened above_info'],
    ],
    [
      'nor does it when it goes on',
      alert({ severity: 'info', told: 'nothing' }),
      episode({ severity: 'info', lastWindowMs: 20 }),
      occasion({ result: note }),
      [],
    ],
    [
      'until it gets worse',
      alert({ severity: 'info', told: 'nothing' }),
      episode({ severity: 'warning' }),
      occasion({ result: warning }),
      ['opened still_above_warning !'],
    ],
    [
      'who was told is told when no more than a line is left',
      alert(),
      episode({ severity: 'info', lastWindowMs: 20 }),
      occasion({ result: note }),
      ['de_escalated above_info !'],
    ],
    [
      'and not again when that is over too',
      alert({ severity: 'info', told: 'resolved' }),
      episode({ severity: 'info', resolvedWindowMs: 20 }),
      occasion({ result: good }),
      ['resolved back_within_bounds'],
    ],
    [
      'two bad windows are named by the bound that both went beyond',
      null,
      episode({ severity: 'warning' }),
      occasion(),
      ['opened above_warning !'],
    ],
    [
      'shortly after the last one it opens and tells nobody',
      null,
      episode(),
      occasion({ coolingDown: true }),
      ['opened above_critical'],
    ],
    [
      'nor when it gets worse meanwhile',
      alert({ severity: 'warning', told: 'nothing' }),
      episode(),
      occasion({ coolingDown: true }),
      ['escalated above_critical'],
    ],
    [
      'if it lasts longer than that, it does',
      alert({ told: 'nothing' }),
      episode({ lastWindowMs: 20 }),
      occasion(),
      ['opened still_above_critical !'],
    ],
    [
      'what was told before gets worse aloud',
      alert({ severity: 'warning' }),
      episode(),
      occasion({ coolingDown: true }),
      ['escalated above_critical !'],
    ],
    ['the same again is nothing', alert(), episode(), revision(), []],
    [
      'the same again, over, is nothing',
      alert(over),
      episode({ resolvedWindowMs: 20 }),
      revision(),
      [],
    ],
  ] as const)('%s', (_, before, after, why, expected) => {
    const shown = decideTransitions(before, after, why).map(
      (one) => `${one.kind} ${one.reason}${one.notify ? ' !' : ''}`,
    );
    expect(shown).toEqual(expected);
  });
});

describe('quietReason', () => {
  const live = { historical: false, cause: 'scheduled' } as const;
  const history = { historical: true, cause: 'backfill' } as const;
  const labels = { historical: false, cause: 'late_labels' } as const;
  const pending = result({ verdict: 'no_data', value: null, reason: 'labels_pending' });

  it.each([
    ['a window on schedule may page', live, undefined, null],
    ['history may not', history, undefined, 'historical'],
    ['labels that revise a good verdict may not', labels, good, 'late_labels'],
    ['nor those that revise one worth a line', labels, note, 'late_labels'],
    ['nor those that revise a quiet bad one', labels, result({ quiet: true }), 'late_labels'],
    ['labels that were waited for give a first verdict, which may', labels, pending, null],
    ['unless the window is history', { ...labels, historical: true }, pending, 'historical'],
    ['late rows may', { historical: false, cause: 'late_rows' }, good, null],
    ['what paged once stays loud', history, result(), null],
  ] as const)('%s', (_, evaluation, previous, expected) => {
    expect(quietReason(evaluation, previous)).toBe(expected);
  });
});
