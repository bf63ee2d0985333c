/** An alert in a digest. */
export interface DigestAlert {
  readonly alertId: string;
  readonly model: string;
  readonly segment: string;
  readonly severity: string;
  readonly state: 'firing' | 'acknowledged' | 'resolved';
  /** Opened since the last digest. */
  readonly isNew: boolean;
  readonly sentence: string;
  readonly openedWindowMs: number;
}

export interface DigestFacts {
  readonly route: { readonly routeId: string; readonly name: string };
  readonly timeZone: string;
  /** The slot of the last digest, and of this one. */
  readonly sinceMs: number;
  readonly slotMs: number;
  /** Open ones, and those that ended since. */
  readonly alerts: readonly DigestAlert[];
  /** Open ones that are left out because of a silence. */
  readonly silenced: number;
  readonly publicUrl: string | null;
}

export interface DigestLine {
  readonly alertId: string;
  readonly severity: string;
  readonly state: DigestAlert['state'];
  readonly isNew: boolean;
  readonly sentence: string;
  readonly link: string | null;
}

export interface DigestModel {
  readonly model: string;
  readonly open: number;
  readonly opened: number;
  readonly resolved: number;
  /** The worst ones. */
  readonly alerts: readonly DigestLine[];
  readonly more: number;
  readonly link: string | null;
}

export interface DigestMessage {
  readonly type: 'alerts.digest';
  readonly timestamp: string;
  readonly data: {
    readonly route: { readonly id: string; readonly name: string };
    readonly since: string;
    readonly until: string;
    /** The worst that is open; `info` where nothing is. */
    readonly severity: string;
    readonly counts: {
      readonly open: number;
      readonly opened: number;
      readonly resolved: number;
      readonly silenced: number;
    };
    /** The worst ones. */
    readonly models: readonly DigestModel[];
    readonly moreModels: number;
    readonly sentence: string;
    readonly link: string | null;
  };
}
