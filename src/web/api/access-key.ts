import { STORED_ITEMS } from '../early/stored-items.ts';

const ITEM = STORED_ITEMS.key;

/** Why the server refused: there was no key, or it did not accept the one it was given. */
export type KeyRefusal = 'missing' | 'invalid' | 'scope';

let refusal: KeyRefusal | null = null;
const listeners = new Set<() => void>();

/** The read key of this browser tab. It leaves with the tab, and goes to no other origin. */
export const accessKey = {
  read: (): string | null => sessionStorage.getItem(ITEM),
  save(key: string): void {
    sessionStorage.setItem(ITEM, key.trim());
    tell(null);
  },
  forget(): void {
    sessionStorage.removeItem(ITEM);
  },
  refused: (): KeyRefusal | null => refusal,
  refuse: (why: KeyRefusal): void => tell(why),
  subscribe(listener: () => void): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
};

function tell(next: KeyRefusal | null): void {
  refusal = next;
  for (const listener of listeners) listener();
}
