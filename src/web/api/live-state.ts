/** `live`: the server tells of changes. `asking`: it does not, and pages ask from time to time. */
export type LiveState = 'connecting' | 'live' | 'asking';

let state: LiveState = 'connecting';
const listeners = new Set<() => void>();

export const liveState = {
  read: (): LiveState => state,
  set(next: LiveState): void {
    if (next === state) return;
    state = next;
    for (const listener of listeners) listener();
  },
  subscribe(listener: () => void): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
};
