import type {
  DigestAlert,
  DigestFacts,
  DigestLine,
  DigestMessage,
  DigestModel,
} from './digest-message.ts';
import { formatInstantFor } from './format-instant.ts';

/** So much is written out: a digest is read at a glance, and Slack refuses what is long. */
export const DIGEST_MODELS = 8;
export const DIGEST_ALERTS = 5;

const SEVERITY_RANK = ['critical', 'warning', 'info'];
const isOpen = ({ state }: DigestAlert): boolean => state !== 'resolved';

/** Open before over, then the worst, the new, what nobody looks after, the whole model, the latest. */
const compare = (a: DigestAlert, b: DigestAlert): number =>
  Number(isOpen(b)) - Number(isOpen(a)) ||
  SEVERITY_RANK.indexOf(a.severity) - SEVERITY_RANK.indexOf(b.severity) ||
  Number(b.isNew) - Number(a.isNew) ||
  Number(a.state === 'acknowledged') - Number(b.state === 'acknowledged') ||
  Number(a.segment !== '') - Number(b.segment !== '') ||
  b.openedWindowMs - a.openedWindowMs ||
  (a.alertId < b.alertId ? -1 : 1);

/** Everything since the last one in one message. Null where there is nothing to say. */
export function composeDigest(facts: DigestFacts): DigestMessage | null {
  if (facts.alerts.length === 0) return null;
  const sorted = facts.alerts.toSorted(compare);
  const byModel = new Map<string, DigestAlert[]>();
  for (const alert of sorted) {
    const of = byModel.get(alert.model);
    if (of === undefined) byModel.set(alert.model, [alert]);
    else of.push(alert);
  }
  // In the order of the worst alert of each.
  const models = [...byModel].map(([model, alerts]) => describeModel(model, alerts, facts));
  const open = sorted.filter(isOpen);
  return messageOf(facts, {
    severity: open[0]?.severity ?? 'info',
    counts: { ...countsOf(sorted), silenced: facts.silenced },
    models: models.slice(0, DIGEST_MODELS),
    moreModels: Math.max(0, models.length - DIGEST_MODELS),
    sentence: sentenceOf(facts, sorted),
  });
}

/** A line for whoever would otherwise wonder whether anything is sent at all. */
export const composeAllQuiet = (facts: DigestFacts): DigestMessage =>
  messageOf(facts, {
    severity: 'info',
    counts: { open: 0, opened: 0, resolved: 0, silenced: facts.silenced },
    models: [],
    moreModels: 0,
    sentence: `All quiet: nothing is open, and nothing happened since ${sinceOf(facts)}.${silencedOf(facts)}`,
  });

function messageOf(
  { route, sinceMs, slotMs, publicUrl }: DigestFacts,
  data: Omit<DigestMessage['data'], 'route' | 'since' | 'until' | 'link'>,
): DigestMessage {
  return {
    type: 'alerts.digest',
    timestamp: iso(slotMs),
    data: {
      route: { id: route.routeId, name: route.name },
      since: iso(sinceMs),
      until: iso(slotMs),
      ...data,
      link: linkTo(publicUrl, '/alerts'),
    },
  };
}

const countsOf = (alerts: readonly DigestAlert[]) => ({
  open: alerts.filter(isOpen).length,
  opened: alerts.filter((one) => one.isNew).length,
  resolved: alerts.filter((one) => !isOpen(one)).length,
});

function describeModel(
  model: string,
  alerts: readonly DigestAlert[],
  { publicUrl }: DigestFacts,
): DigestModel {
  return {
    model,
    ...countsOf(alerts),
    alerts: alerts.slice(0, DIGEST_ALERTS).map(
      ({ alertId, severity, state, isNew, sentence }): DigestLine => ({
        alertId,
        severity,
        state,
        isNew,
        sentence,
        link: linkTo(publicUrl, `/alerts/${encodeURIComponent(alertId)}`),
      }),
    ),
    more: Math.max(0, alerts.length - DIGEST_ALERTS),
    link: linkTo(publicUrl, `/models/${encodeURIComponent(model)}`),
  };
}

function sentenceOf(facts: DigestFacts, sorted: readonly DigestAlert[]): string {
  const { open, opened, resolved } = countsOf(sorted);
  const critical = sorted.filter((one) => isOpen(one) && one.severity === 'critical').length;
  const worst = critical === 0 ? '' : `, ${critical} of them critical`;
  const now =
    open === 0
      ? 'No alert is open'
      : `${open === 1 ? '1 alert is' : `${open} alerts are`} open${worst}`;
  return `${now}. ${opened} opened and ${resolved} ended since ${sinceOf(facts)}.${silencedOf(facts)}`;
}

const sinceOf = ({ sinceMs, timeZone }: DigestFacts): string => formatInstantFor(sinceMs, timeZone);

const silencedOf = ({ silenced }: DigestFacts): string =>
  silenced === 0 ? '' : ` ${silenced} silenced ${silenced === 1 ? 'one is' : 'ones are'} left out.`;

const iso = (ms: number): string => new Date(ms).toISOString();

const linkTo = (publicUrl: string | null, path: string): string | null =>
  publicUrl === null ? null : `${publicUrl.replace(/\/+$/, '')}${path}`;
