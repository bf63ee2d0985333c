export interface WatchFindings {
  /** Parts that are not ready. */
  readonly brokenParts: readonly string[];
  readonly overdueMonitors: number;
  readonly failingChannels: number;
  /** Open alerts that no route led anywhere. */
  readonly unroutedAlerts: number;
  /** Share of the disk that is free; null where it is not known. */
  readonly freeShare: number | null;
  readonly daysLeft: number | null;
}

const LOW_SHARE = 0.05;
const FEW_DAYS = 14;

const count = (many: number, one: string, several: string) =>
  many === 1 ? `one ${one}` : `${many} ${several}`;

export const isDiskLow = ({ freeShare, daysLeft }: WatchFindings): boolean =>
  (freeShare !== null && freeShare < LOW_SHARE) || (daysLeft !== null && daysLeft < FEW_DAYS);

/** How the watcher itself is, in one sentence. */
export function describeWatch(findings: WatchFindings): string {
  const { brokenParts, overdueMonitors, failingChannels, unroutedAlerts } = findings;
  const faults = [
    ...(brokenParts.length === 0 ? [] : [`not ready: ${brokenParts.join(', ')}`]),
    ...(overdueMonitors === 0
      ? []
      : [`${count(overdueMonitors, 'monitor', 'monitors')} did not run`]),
    ...(failingChannels === 0
      ? []
      : [`${count(failingChannels, 'channel does', 'channels do')} not take messages`]),
    ...(unroutedAlerts === 0
      ? []
      : [`${count(unroutedAlerts, 'alert', 'alerts')} went to no channel`]),
    ...(isDiskLow(findings) ? ['the disk is nearly full'] : []),
  ];
  if (faults.length === 0) return 'Everything works, and every monitor has run.';
  const sentence = faults.join('; ');
  return `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}.`;
}
