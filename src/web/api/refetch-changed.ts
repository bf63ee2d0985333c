import type { Query, QueryClient } from '@tanstack/react-query';
import type { ChangeEvent } from '../../contract/events.ts';

/** Changes that come together are read together. */
const SOON_MS = 200;
/** With a thousand models some window ends every few seconds: lists are not read again for each. */
const LIST_REST_MS = 5_000;

const OF_MODEL = new Set([
  'model',
  'overview',
  'breakdown',
  'series',
  'feature',
  'segments',
  'monitors',
]);
const LISTS = new Set(['fleet', 'alerts']);

export interface ChangeSink {
  take(change: ChangeEvent): void;
  takeAll(): void;
}

/** Has the queries read again that a change is about, and no others. */
export function refetchChanged(client: QueryClient): ChangeSink {
  const models = new Set<string>();
  const alerts = new Set<string>();
  let soon: ReturnType<typeof setTimeout> | undefined;
  let lists: ReturnType<typeof setTimeout> | undefined;
  let listsAtMs = 0;

  /** A first read that is under way may have read the state before the change, and the client
   *  would not begin it anew: it is read again after it. */
  function readAgain(predicate: (query: Query) => boolean): void {
    for (const { queryKey, promise } of client.getQueryCache().findAll({
      predicate: (query) => isFirstRead(query) && predicate(query),
    })) {
      const again = () => client.invalidateQueries({ queryKey, exact: true });
      promise?.then(again, () => undefined);
    }
    void client.invalidateQueries({
      predicate: (query) => !isFirstRead(query) && predicate(query),
    });
  }

  function readLists(): void {
    clearTimeout(lists);
    lists = undefined;
    listsAtMs = Date.now();
    readAgain(({ queryKey }) => LISTS.has(String(queryKey[0])));
  }

  function flush(): void {
    soon = undefined;
    const [names, ids] = [new Set(models), new Set(alerts)];
    models.clear();
    alerts.clear();
    readAgain(
      ({ queryKey: [kind, subject] }) =>
        (OF_MODEL.has(String(kind)) && names.has(String(subject))) ||
        (kind === 'alert' && ids.has(String(subject))),
    );
    // An alert is what people wait for.
    if (ids.size > 0) readLists();
    else lists ??= setTimeout(readLists, Math.max(0, listsAtMs + LIST_REST_MS - Date.now()));
  }

  return {
    take(change) {
      for (const name of change.models) models.add(name);
      for (const id of change.alerts) alerts.add(id);
      if (soon === undefined) soon = setTimeout(flush, SOON_MS);
    },
    takeAll: () => readAgain(() => true),
  };
}

const isFirstRead = ({ state }: Query): boolean =>
  state.data === undefined && state.fetchStatus !== 'idle';
