import { findMetric } from '../../metrics/metrics.ts';
import type { DigestLine, DigestMessage } from '../../monitoring/digest/digest-message.ts';
import { formatNumber } from '../../monitoring/health/format-number.ts';
import type { AlertMessage } from '../../monitoring/notification/alert-message.ts';
import type { GroupMessage } from '../../monitoring/notification/group-messages.ts';

export type Tone = 'critical' | 'warning' | 'info' | 'good';

export interface Fact {
  readonly label: string;
  readonly value: string;
}

export interface ViewSection {
  readonly title: string;
  readonly link: string | null;
  readonly lines: readonly {
    readonly label: string;
    readonly text: string;
    readonly link: string | null;
  }[];
  readonly more: number;
}

/** A message as people read it, before it takes the form of a channel. Whoever is woken by it reads
 *  the finding first, then how far from the bound, where, why, and where to look. */
export interface MessageView {
  readonly tone: Tone;
  /** A word for the state: Critical, Resolved. */
  readonly label: string;
  /** What it is about, the same for the life of an alert. */
  readonly subject: string;
  readonly finding: string;
  readonly facts: readonly Fact[];
  readonly cause: string | null;
  /** Of a group: the worst ones, a line each. */
  readonly lines: readonly { readonly label: string; readonly text: string }[];
  readonly more: number;
  /** Of a digest: one for each model. */
  readonly sections: readonly ViewSection[];
  readonly link: string | null;
  readonly isOver: boolean;
  readonly getsWorse: boolean;
}

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

/** Of whatever the outbox holds. */
export function viewMessage(body: Readonly<Record<string, unknown>>): MessageView {
  const { type } = body;
  if (type === 'alerts.digest') return viewDigest(body as unknown as DigestMessage);
  if (type === 'alerts.changed') return viewGroup(body as unknown as GroupMessage);
  if (typeof type === 'string' && type.startsWith('alert.')) {
    return viewAlert(body as unknown as AlertMessage);
  }
  const { sentence } = (body['data'] ?? {}) as { sentence?: string };
  return {
    ...EMPTY,
    tone: 'info',
    label: 'Test',
    subject: 'A test of a channel',
    finding: sentence ?? 'This is a test.',
  };
}

const EMPTY = {
  facts: [],
  cause: null,
  lines: [],
  more: 0,
  sections: [],
  link: null,
  isOver: false,
  getsWorse: false,
} as const;

const toneOf = (type: string, severity: string): Tone => {
  if (type === 'alert.resolved') return 'good';
  return severity === 'critical' || severity === 'warning' ? severity : 'info';
};

const labelOf = (type: string, severity: string): string => {
  if (type === 'alert.resolved') return 'Resolved';
  if (type === 'alert.amended') return 'Corrected';
  if (type === 'alert.de_escalated') return `Down to ${severity}`;
  return capital(severity);
};

type Found = Pick<AlertMessage['data'], 'metric' | 'column' | 'segment'>;

function nameFinding({ metric, column, segment }: Found): string {
  const where = segment === '' ? '' : `, ${segment}`;
  const what = column === null ? metric : `${metric} of ${column}`;
  return `${what.replaceAll('_', ' ')}${where}`;
}

function viewAlert({ type, data }: AlertMessage): MessageView {
  return {
    ...EMPTY,
    tone: toneOf(type, data.severity),
    label: labelOf(type, data.severity),
    subject: `${data.model}: ${nameFinding(data)}`,
    finding: data.sentence,
    facts: factsOf(data),
    cause: data.diagnosis?.sentence ?? data.diagnosis?.cause?.because ?? null,
    link: data.link,
    isOver: type === 'alert.resolved',
    // What opens beside an earlier message goes on after a silence.
    getsWorse: type === 'alert.escalated' || type === 'alert.opened',
  };
}

function factsOf(data: AlertMessage['data']): Fact[] {
  const unit = findMetric(data.metric)?.descriptor.unit ?? 'none';
  const rows = (count: number) => Math.round(count).toLocaleString('en-US');
  const facts: Fact[] = [];
  if (data.value !== null) {
    const value = formatNumber(data.value, unit);
    const against = data.bound === null ? '' : `, bound ${formatNumber(data.bound, unit)}`;
    facts.push({ label: 'Value', value: `${value}${against}` });
  }
  if (data.n !== null) {
    const baseline = data.m === null || data.m <= 0 ? '' : ` against ${rows(data.m)}`;
    facts.push({ label: 'Rows', value: `${rows(data.n)}${baseline}` });
  }
  facts.push({ label: 'Where', value: data.segment === '' ? 'the whole model' : data.segment });
  const version = data.version === null ? '' : ` ${data.version}`;
  facts.push({ label: 'Model', value: `${data.model}${version}` });
  facts.push({ label: 'Monitor', value: data.monitor.name });
  facts.push({
    label: 'Window',
    value: `${shortTime(data.window.start)} to ${shortTime(data.window.end)}`,
  });
  if (data.priority === 'urgent') {
    facts.push({ label: 'Urgent', value: 'data changed and the model got worse' });
  }
  return facts;
}

/** To the minute, in UTC. */
const shortTime = (iso: string): string => `${iso.slice(0, 16).replace('T', ' ')}Z`;

function viewGroup({ data }: GroupMessage): MessageView {
  const isOver = Object.keys(data.counts).every((type) => type === 'alert.resolved');
  return {
    ...EMPTY,
    tone: isOver ? 'good' : toneOf('', data.severity),
    label: isOver ? 'Resolved' : capital(data.severity),
    subject: `${data.model}: ${nameFindings(data)}`,
    finding: data.sentence,
    facts: [
      {
        label: 'Model',
        value: data.version === null ? data.model : `${data.model} ${data.version}`,
      },
      {
        label: 'Window',
        value: `${shortTime(data.window.start)} to ${shortTime(data.window.end)}`,
      },
    ],
    lines: data.alerts.map((alert) => ({
      label: labelOf(alert.type, alert.data.severity),
      text: alert.data.sentence,
    })),
    more: data.more,
    link: data.link,
    isOver,
    getsWorse: (data.counts['alert.opened'] ?? 0) + (data.counts['alert.escalated'] ?? 0) > 0,
  };
}

/** The worst one by name: who is woken by the subject alone has to know what it is about. */
function nameFindings({ alerts, more, monitor }: GroupMessage['data']): string {
  const [worst] = alerts;
  const others = alerts.length - 1 + more;
  if (worst === undefined) return monitor.name;
  return `${nameFinding(worst.data)}${others === 0 ? '' : ` and ${others} more`}`;
}

function viewDigest({ data }: DigestMessage): MessageView {
  const { counts, severity } = data;
  const hidden = data.moreModels === 1 ? '1 more model' : `${data.moreModels} more models`;
  return {
    ...EMPTY,
    tone: counts.open === 0 ? 'good' : toneOf('', severity),
    label: 'Digest',
    subject: data.route.name,
    finding: data.sentence,
    facts: data.moreModels === 0 ? [] : [{ label: 'Not shown', value: hidden }],
    sections: data.models.map((model) => ({
      title: `${model.model}: ${model.open} open, ${model.opened} opened, ${model.resolved} ended`,
      link: model.link,
      lines: model.alerts.map((alert) => ({
        label: labelOfDigest(alert),
        text: alert.sentence,
        link: alert.link,
      })),
      more: model.more,
    })),
    link: data.link,
  };
}

function labelOfDigest({ severity, state, isNew }: DigestLine): string {
  if (state === 'resolved') return isNew ? 'Came and went' : 'Resolved';
  const notes = [isNew ? 'new' : '', state === 'acknowledged' ? 'acknowledged' : ''];
  return [capital(severity), ...notes.filter((note) => note !== '')].join(', ');
}

/** Addresses that may be clicked. */
export const webLink = (link: string | null): string | null =>
  link !== null && URL.canParse(link) && /^https?:$/.test(new URL(link).protocol) ? link : null;
