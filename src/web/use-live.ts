import { useEffect, useSyncExternalStore } from 'react';
import { listenForChanges } from './api/listen.ts';
import { type LiveState, liveState } from './api/live-state.ts';
import { queryClient } from './api/queries.ts';
import { refetchChanged } from './api/refetch-changed.ts';

/** Whether the page hears of changes; while it is shown, it does. */
export function useLive(): LiveState {
  useEffect(() => listenForChanges(refetchChanged(queryClient)), []);
  return useSyncExternalStore(liveState.subscribe, liveState.read);
}
