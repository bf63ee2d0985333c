import type { DigestDelivery, Route } from '../route/route.ts';
import type { DigestFacts, DigestMessage } from './digest-message.ts';

/** A route that sums up, and how far it has come. */
export interface DigestRoute {
  readonly route: Route & { readonly delivery: DigestDelivery };
  /** The slot that was dealt with last. */
  readonly digestedUntilMs: number;
  /** The slot that last had something to say. */
  readonly toldAtMs: number;
}

/** Port: the digests of all projects. */
export interface DigestStore {
  /** Of routes that are switched on. */
  list(): Promise<readonly DigestRoute[]>;
  /** Deals with one slot, in one transaction: reads what there is to say, writes it into the outbox
   *  for the channels of the route, and moves on. Says whether it was this call that did; another
   *  server may have been faster, or the route been edited. */
  settle(
    due: DigestRoute,
    slotMs: number,
    nowMs: number,
    compose: (facts: Omit<DigestFacts, 'publicUrl'>) => DigestMessage | null,
  ): Promise<boolean>;
}
