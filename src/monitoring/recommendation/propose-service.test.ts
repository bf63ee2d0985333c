import { describe, expect, it } from 'vitest';
import type { WindowProfile } from '../../metrics/profile.ts';
import { volumeMetric } from '../../metrics/service/volume.ts';
import { createRandom } from '../../stats/random.ts';
import type { Verdict } from '../monitor/verdict.ts';
import { decideVerdict } from '../threshold/decide-verdict.ts';
import { strategyOf } from '../threshold/strategies.ts';
import type { HistoryPoint } from '../threshold/threshold.ts';
import { proposeTraffic } from './propose-service.ts';

const DAY_MS = 86_400_000;
const WEEKS = 30;

/** Verdicts on days of a business with half the rows at weekends. */
function judgeDays(
  firstWeekday: number,
  seed: number,
  rowsOf: (day: number, usual: number) => number,
) {
  const [check] = proposeTraffic({ columns: new Map() } as unknown as WindowProfile);
  if (check?.metric !== 'volume') throw new Error('volume is proposed first');
  const random = createRandom(seed);
  const history: HistoryPoint[] = [];
  return Array.from({ length: WEEKS * 7 }, (_, day): Verdict => {
    const seasonPhase = (firstWeekday + day) % 7;
    const noise = 1 + (random.uniform() - 0.5) * 0.2;
    const n = Math.round(rowsOf(day, (seasonPhase >= 5 ? 190 : 390) * noise));
    const value = n / 24;
    const bounds = strategyOf(check.threshold).bounds(check.threshold, {
      descriptor: volumeMetric.descriptor,
      n,
      m: 0,
      history,
      seasonPhase,
      budget: 1 / 30,
      sampling: null,
      baselineValue: null,
    });
    const verdict = decideVerdict({ kind: 'value', value, n, m: 0 }, bounds);
    const at = { windowStartMs: day * DAY_MS, seasonPhase, inBaseline: false };
    history.push({ ...at, value, n, m: 0, verdict });
    return verdict;
  });
}

describe('volume', () => {
  it.each([0, 1, 2, 3, 4, 5, 6])('bears weekends, beginning on weekday %i', (firstWeekday) => {
    const verdicts = judgeDays(firstWeekday, 10 + firstWeekday, (_, usual) => usual);
    expect(verdicts.filter((verdict) => verdict !== 'ok')).toEqual([]);
  });

  it('says so when half of a weekday is lost, or nine tenths of a Sunday', () => {
    const kept = new Map([
      [100, 0.5],
      [108, 0.5],
      [150, 0.5],
      [104, 0.1],
    ]);
    const verdicts = judgeDays(0, 3, (day, usual) => usual * (kept.get(day) ?? 1));
    expect([...kept.keys()].map((day) => verdicts[day])).toEqual(
      [...kept.keys()].map(() => 'critical'),
    );
  });
});
