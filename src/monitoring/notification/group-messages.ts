import { SILENCE_ENDED } from '../alert/decide-transitions.ts';

/** A message about one alert, as far as a group asks. */
export interface GroupedAlert {
  readonly type: string;
  readonly timestamp: string;
  readonly data: {
    readonly alertId: string;
    readonly model: string;
    readonly monitor: { readonly id: string; readonly name: string };
    readonly version: string | null;
    readonly metric: string;
    readonly column: string | null;
    readonly segment: string;
    readonly severity: string;
    readonly priority: string;
    readonly reason: string;
    readonly sentence: string;
    readonly link: string | null;
    readonly n: number | null;
    readonly window: { readonly start: string; readonly end: string };
  };
}

export interface GroupMessage {
  readonly type: 'alerts.changed';
  readonly timestamp: string;
  readonly data: {
    readonly model: string;
    readonly version: string | null;
    readonly monitor: { readonly id: string; readonly name: string };
    readonly severity: string;
    readonly window: { readonly start: string; readonly end: string };
    /** How many alerts opened, escalated and so on, by the type of their message. */
    readonly counts: Readonly<Record<string, number>>;
    readonly total: number;
    /** The worst ones, each as its own message would have had it. */
    readonly alerts: readonly GroupedAlert[];
    readonly more: number;
    readonly sentence: string;
    readonly link: string | null;
  };
}

/** So many are written out. */
export const GROUP_SHOWS = 10;

const KIND_RANK = ['alert.opened', 'alert.escalated', 'alert.de_escalated', 'alert.amended'];
const SEVERITY_RANK = ['critical', 'warning', 'info'];
const VERB: Readonly<Record<string, string>> = {
  'alert.opened': 'opened',
  'alert.escalated': 'got worse',
  'alert.de_escalated': 'got better',
  'alert.amended': 'corrected',
  'alert.resolved': 'resolved',
};

const verbOf = ({ type, data }: GroupedAlert): string =>
  data.reason === SILENCE_ENDED ? 'still open after a silence' : (VERB[type] ?? type);

const rankIn = (order: readonly string[], value: string): number => {
  const index = order.indexOf(value);
  return index === -1 ? order.length : index;
};

/** Worst first: what is new, urgent, severe, about the whole model, about many rows. */
function compare({ type: a, data: x }: GroupedAlert, { type: b, data: y }: GroupedAlert): number {
  return (
    rankIn(KIND_RANK, a) - rankIn(KIND_RANK, b) ||
    Number(y.priority === 'urgent') - Number(x.priority === 'urgent') ||
    rankIn(SEVERITY_RANK, x.severity) - rankIn(SEVERITY_RANK, y.severity) ||
    Number(x.segment !== '') - Number(y.segment !== '') ||
    (y.n ?? 0) - (x.n ?? 0) ||
    (x.alertId < y.alertId ? -1 : 1)
  );
}

/** One message for everything that one evaluation of a monitor changed, so that a storm is one
 *  message and not four hundred. Null for none. */
export function groupMessages(messages: readonly GroupedAlert[]): GroupMessage | null {
  const sorted = messages.toSorted(compare);
  const [worst] = sorted;
  if (worst === undefined) return null;
  const counts = countBy(sorted, ({ type }) => type);
  const parts = Object.entries(countBy(sorted, verbOf)).map(([verb, count]) => `${count} ${verb}`);
  const { model, version, monitor, window } = worst.data;
  const severities = sorted.filter(({ type }) => type !== 'alert.resolved');
  const severity = SEVERITY_RANK.find((one) =>
    (severities.length === 0 ? sorted : severities).some(({ data }) => data.severity === one),
  );
  return {
    type: 'alerts.changed',
    timestamp: worst.timestamp,
    data: {
      model,
      version,
      monitor,
      severity: severity ?? worst.data.severity,
      window,
      counts,
      total: sorted.length,
      alerts: sorted.slice(0, GROUP_SHOWS),
      more: Math.max(0, sorted.length - GROUP_SHOWS),
      sentence: `${sorted.length} alerts of ${monitor.name}: ${parts.join(', ')}. The worst: ${worst.data.sentence}`,
      link: modelLink(worst.data),
    },
  };
}

function countBy<T>(items: readonly T[], keyOf: (item: T) => string): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const item of items) counts[keyOf(item)] = (counts[keyOf(item)] ?? 0) + 1;
  return counts;
}

/** The page of the model, at the address that the alerts are found at. */
function modelLink({ link, alertId, model }: GroupedAlert['data']): string | null {
  const tail = `/alerts/${encodeURIComponent(alertId)}`;
  if (link === null || !link.endsWith(tail)) return null;
  return `${link.slice(0, -tail.length)}/models/${encodeURIComponent(model)}`;
}
