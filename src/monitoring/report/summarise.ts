import { isDrift } from './judge-metric.ts';
import type { Report, ReportColumn, ReportPerformance } from './report.ts';
import { shortNumber } from './short-number.ts';

/** Metrics of performance that people ask for first. */
const KNOWN_BEST = ['accuracy', 'roc_auc', 'mean_absolute_error', 'root_mean_squared_error'];

/** What a person should know before anything else, as sentences, most important first. */
export function summarise(report: Omit<Report, 'summary'>): string[] {
  return [
    describeDrift(report),
    ...describePerformance(report.performance),
    ...describeSilence(report),
    ...describeSegments(report),
  ];
}

function describeDrift({ drifted, compared, columns }: Omit<Report, 'summary'>): string {
  if (compared === 0) return 'No column could be compared.';
  const of = `${drifted} of ${compared} ${compared === 1 ? 'column' : 'columns'} drifted`;
  const worst = columns.filter((column) => column.drifted).slice(0, 1);
  const [most] = worst;
  if (most === undefined)
    return compared === 1 ? 'The column did not drift.' : `None of ${compared} columns drifted.`;
  const what = most.sentence === '' ? '' : `: ${lowerFirst(most.sentence)}`;
  return drifted === 1
    ? `${of}, ${most.name}${what || '.'}`
    : `${of}; most: ${most.name}${what || '.'}`;
}

function describePerformance(performance: readonly ReportPerformance[]): string[] {
  const measured = performance.filter((one) => one.after !== null && one.before !== null);
  const byFame = (one: ReportPerformance) => {
    const place = KNOWN_BEST.indexOf(one.metric);
    return place < 0 ? KNOWN_BEST.length : place;
  };
  const bad = measured.filter((one) => isDrift(one.severity)).sort((a, b) => byFame(a) - byFame(b));
  const known = measured.filter((one) => byFame(one) < KNOWN_BEST.length);
  const knownBad = bad.filter((one) => known.includes(one));
  const shown =
    bad.length === 0
      ? [...known].sort((a, b) => byFame(a) - byFame(b)).slice(0, 1)
      : (knownBad.length > 0 ? knownBad : bad).slice(0, 2);
  return shown.map((one) => {
    const [from, to] = [shortNumber(one.before ?? 0), shortNumber(one.after ?? 0)];
    if (!isDrift(one.severity)) return `${one.title} held: ${from} before, ${to} now.`;
    return `${one.title} ${(one.after ?? 0) > (one.before ?? 0) ? 'rose' : 'fell'} from ${from} to ${to}.`;
  });
}

/** Silence about what could not be seen must not read as calm. */
function describeSilence({ columns }: Omit<Report, 'summary'>): string[] {
  const blind = columns.filter((column) => column.severity === 'insufficient_data');
  if (blind.length === 0) return [];
  const restless = blind.filter(isRestless);
  const few = blind.filter((column) => !isRestless(column));
  return [
    ...(few.length === 0 ? [] : [`There are too few rows to tell whether ${listed(few)} drifted.`]),
    ...(restless.length === 0
      ? []
      : [
          `Calm periods of the reference differ too much to tell whether ${listed(restless)} drifted.`,
        ]),
  ];
}

function describeSegments({ segments, segmentColumn }: Omit<Report, 'summary'>): string[] {
  const worst = segments.filter((one) => isDrift(one.severity));
  const [first] = worst;
  if (first === undefined || segmentColumn === null) return [];
  const where = `${segmentColumn} = ${first.segment}`;
  return [
    `${worst.length} of ${segments.length} segments drifted; most: ${where}, in ${first.drifted.slice(0, 3).join(', ')}.`,
  ];
}

const isRestless = ({ metrics }: ReportColumn): boolean =>
  Object.values(metrics).some(
    ({ severity, calibration }) =>
      severity === 'insufficient_data' && calibration?.binding === 'history',
  );

const listed = (columns: readonly ReportColumn[]): string => {
  const names = columns
    .slice(0, 3)
    .map((column) => column.name)
    .join(', ');
  return columns.length > 3 ? `${names} and ${columns.length - 3} more` : names;
};

const lowerFirst = (text: string): string => `${text.charAt(0).toLowerCase()}${text.slice(1)}`;
