import type { Notification, Thread } from '../../monitoring/notification/notification.ts';

/** The message that first told of all of its alerts. Null where there was none, or where they came
 *  by several: then what is new would be hidden below something else. */
export function findRoot({ threads, alertIds }: Notification): Thread | null {
  const [thread] = threads;
  if (thread === undefined || threads.length !== 1) return null;
  return thread.shared === alertIds.length ? thread : null;
}
