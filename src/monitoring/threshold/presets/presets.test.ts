import { describe, expect, it } from 'vitest';
import { jensenShannonMetric } from '../../../metrics/drift/jensen-shannon.ts';
import { findMetric } from '../../../metrics/metrics.ts';
import {
  REFERENCE_NOTE,
  readReferenceJson,
  referencePresent,
} from '../../../testing/read-reference.ts';
import { decideVerdict } from '../decide-verdict.ts';
import { strategyOf } from '../strategies.ts';
import type { HistoryPoint } from '../threshold.ts';
import { evidentlyCheck } from './evidently.ts';
import { nannymlCheck, nannymlThreshold } from './nannyml.ts';

describe('evidentlyCheck', () => {
  it.each([
    ['numbers of a small baseline', 'numeric', 1000, 6, 'kolmogorov_smirnov_p_value', 0.05],
    ['few different numbers of a small one', 'numeric', 1000, 5, 'chi_squared_p_value', 0.05],
    ['two categories of a small one', 'categorical', 1000, 2, 'chi_squared_p_value', 0.05],
    ['numbers of a large one', 'numeric', 1001, 6, 'wasserstein', 0.1],
    ['few different numbers of a large one', 'numeric', 1001, 5, 'jensen_shannon', 0.1],
    ['categories of a large one', 'boolean', 1001, 2, 'jensen_shannon', 0.1],
  ] as const)('%s', (_, kind, baselineRows, distinctValues, metric, critical) => {
    const check = evidentlyCheck({ kind, baselineRows, distinctValues });
    expect(check.metric).toBe(metric);
    expect(check.threshold).toMatchObject({ critical });
  });

  it('gives thresholds that the metrics can pass', () => {
    for (const kind of ['numeric', 'categorical'] as const) {
      for (const baselineRows of [500, 5000]) {
        const check = evidentlyCheck({ kind, baselineRows, distinctValues: 20 });
        const descriptor = findMetric(check.metric)?.descriptor;
        expect(descriptor?.accepts).toContain(kind);
        if (descriptor === undefined) throw new Error(`No metric "${check.metric}".`);
        expect(strategyOf(check.threshold).findDefect(check.threshold, descriptor)).toBeNull();
      }
    }
  });

  describe.runIf(referencePresent)(`chooses as Evidently does${REFERENCE_NOTE}`, () => {
    const TESTS: Readonly<Record<string, readonly [metric: string, baseline?: string]>> = {
      ks: ['kolmogorov_smirnov_p_value'],
      wasserstein: ['wasserstein'],
      jensenshannon: ['jensen_shannon'],
      chisquare: ['chi_squared_p_value', 'truth'],
      z: ['chi_squared_p_value', 'sample'],
    };
    const cases = referencePresent
      ? readReferenceJson<{
          default_test_selection: {
            cases: readonly {
              reference: string | readonly number[];
              feature_type: 'num' | 'cat';
              expected_default_test: string;
            }[];
          };
        }>('vectors/evidently.json').default_test_selection.cases
      : [];

    it.each(cases)('$reference, $feature_type: $expected_default_test', (one) => {
      const { baselineRows, distinctValues } = sizeOf(one.reference);
      const kind = one.feature_type === 'num' ? 'numeric' : 'categorical';
      const check = evidentlyCheck({ kind, baselineRows, distinctValues });
      const [metric, baseline] = TESTS[one.expected_default_test] ?? [];
      expect(check.metric).toBe(metric);
      if (baseline !== undefined) expect(check.parameters['baseline']).toBe(baseline);
    });
  });
});

/** Of a list, or of one written as `[1,2,3]*1000` or `list(1..11)*1000`. */
function sizeOf(reference: string | readonly number[]) {
  if (typeof reference !== 'string') {
    return { baselineRows: reference.length, distinctValues: new Set(reference).size };
  }
  const [list = '', times = '1'] = reference.split('*');
  const range = /\((\d+)\.\.(\d+)\)/.exec(list);
  const distinctValues =
    range === null ? list.split(',').length : Number(range[2]) - Number(range[1]) + 1;
  return { baselineRows: distinctValues * Number(times), distinctValues };
}

const contextOf = (values: readonly number[]) => ({
  descriptor: jensenShannonMetric.descriptor,
  n: 5000,
  m: 45_000,
  history: values.map(
    (value, at): HistoryPoint => ({
      windowStartMs: at,
      value,
      n: 5000,
      m: 45_000,
      seasonPhase: 0,
      inBaseline: true,
      verdict: 'ok',
    }),
  ),
  seasonPhase: 0,
  budget: 0,
  sampling: null,
  baselineValue: null,
});

describe('nannymlThreshold', () => {
  it('is the mean and three population deviations', () => {
    const spec = nannymlThreshold();
    const bounds = strategyOf(spec).bounds(spec, contextOf([0.01, 0.02, 0.03, 0.04, 0.05]));
    expect(bounds.critical).toBeCloseTo(0.03 + 3 * Math.sqrt(2e-4), 12);
    expect(bounds.warning).toBeNull();
  });

  it('ends where the metric does', () => {
    const spec = nannymlThreshold('below');
    const bounds = strategyOf(spec).bounds(spec, contextOf([0, 0, 0, 0, 1]));
    expect(bounds.critical).toBe(0);
  });

  it('is one that the metric’s descriptor allows', () => {
    const { threshold } = nannymlCheck();
    expect(strategyOf(threshold).findDefect(threshold, jensenShannonMetric.descriptor)).toBeNull();
  });

  describe.runIf(referencePresent)(`gives NannyML’s bounds and alarms${REFERENCE_NOTE}`, () => {
    const { columns, rows } = referencePresent
      ? readReferenceJson<{
          result: {
            columns: readonly string[];
            rows: readonly (readonly (string | number | boolean | null)[])[];
          };
        }>('vectors/nannyml/car_loan_univariate_size5000.json').result
      : { columns: [], rows: [] };
    const period = columns.indexOf('chunk|chunk|period');
    const series = columns
      .filter((name) => name.endsWith('|jensen_shannon|upper_threshold'))
      .map((name) => name.replace('|upper_threshold', ''));
    const columnOf = (name: string) => rows.map((row) => row[columns.indexOf(name)]);

    it.each(series)('%s', (name) => {
      const values = columnOf(`${name}|value`).map(Number);
      const reference = values.filter((_, at) => rows[at]?.[period] === 'reference');
      const spec = nannymlThreshold('above', reference.length);
      const bounds = strategyOf(spec).bounds(spec, contextOf(reference));
      const [expected] = columnOf(`${name}|upper_threshold`);
      expect(Math.abs(Number(bounds.critical) / Number(expected) - 1)).toBeLessThan(1e-9);
      const verdicts = values.map((value) =>
        decideVerdict({ kind: 'value', value, n: 5000, m: 45_000 }, bounds),
      );
      expect(verdicts.map((verdict) => verdict === 'critical')).toEqual(columnOf(`${name}|alert`));
    });
  });
});
