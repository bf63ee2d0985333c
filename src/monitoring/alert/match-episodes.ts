import type { Alert } from './alert.ts';
import type { Episode } from './fold-alerts.ts';

/** An alert as the store keeps it. */
export interface StoredAlert extends Alert {
  /** Later rows or labels showed that there was nothing. */
  readonly withdrawn: boolean;
  /** What the channels were last told. */
  readonly told: 'nothing' | 'firing' | 'resolved';
  readonly acknowledgedAtMs: number | null;
  readonly closedAfterMs: number | null;
  readonly closedReason: string | null;
  /** Good windows since the last bad one. */
  readonly goodWindows: number;
}

export interface Match {
  readonly alertId: string;
  readonly before: StoredAlert | null;
  /** Null where a revision left nothing of the alert. */
  readonly after: Episode | null;
}

/** Which alert an episode is. One that has been told of keeps its id when a revision moves its
 *  beginning, so that people see one problem and not two; a new one is named after the window
 *  that opened it. `takenIds` are those of every alert of the check, `existing` the ones that
 *  the fold can touch. */
export function matchEpisodes(
  existing: readonly StoredAlert[],
  episodes: readonly Episode[],
  takenIds: ReadonlySet<string>,
  alertIdOf: (openedWindowMs: number, again: number) => string,
): Match[] {
  const matches: Match[] = [];
  const freeAlerts = new Set([...existing].sort((a, b) => a.openedWindowMs - b.openedWindowMs));
  const freeEpisodes = new Set([...episodes].sort((a, b) => a.openedWindowMs - b.openedWindowMs));
  const pair = (accepts: (alert: StoredAlert, episode: Episode) => boolean) => {
    for (const episode of freeEpisodes) {
      for (const alert of freeAlerts) {
        if (!accepts(alert, episode)) continue;
        matches.push({ alertId: alert.alertId, before: alert, after: episode });
        freeAlerts.delete(alert);
        freeEpisodes.delete(episode);
        break;
      }
    }
  };
  const isNamesake = (alert: StoredAlert, episode: Episode) =>
    alert.alertId === alertIdOf(episode.openedWindowMs, 0);
  const isOpen = (alert: StoredAlert, episode: Episode) =>
    !alert.withdrawn && alert.resolvedWindowMs === null && episode.resolvedWindowMs === null;
  pair((alert, episode) => isOpen(alert, episode) && overlaps(alert, episode));
  pair((alert, episode) => !alert.withdrawn && isNamesake(alert, episode));
  pair((alert, episode) => !alert.withdrawn && overlaps(alert, episode));
  pair(isNamesake);
  const taken = new Set(takenIds);
  for (const episode of freeEpisodes) {
    let again = 0;
    while (taken.has(alertIdOf(episode.openedWindowMs, again))) again++;
    const alertId = alertIdOf(episode.openedWindowMs, again);
    taken.add(alertId);
    matches.push({ alertId, before: null, after: episode });
  }
  for (const alert of freeAlerts) {
    if (!alert.withdrawn) matches.push({ alertId: alert.alertId, before: alert, after: null });
  }
  return matches;
}

function overlaps(alert: StoredAlert, episode: Episode): boolean {
  const alertEnd = alert.resolvedWindowMs ?? Number.POSITIVE_INFINITY;
  const episodeEnd = episode.resolvedWindowMs ?? Number.POSITIVE_INFINITY;
  return alert.openedWindowMs < episodeEnd && episode.openedWindowMs < alertEnd;
}
