/** Classes of data that are kept for the same time: rows as they were sent; what was counted and
 *  measured of them; alerts that are over; and records of the machinery. */
export const DATA_CLASSES = ['rows', 'results', 'alerts', 'records'] as const;
export type DataClass = (typeof DATA_CLASSES)[number];

/** For how long each class is kept, in milliseconds; null for ever. */
export type Retention = Readonly<Record<DataClass, number | null>>;

/** What a class holds at the moment. */
export interface Holding {
  readonly bytes: number;
  /** Arrival, or making, of the oldest; null where there is nothing. */
  readonly oldestMs: number | null;
}

/** What work that is still to be done needs of a model. */
export interface Needed {
  /** Windows from here on are still to be evaluated or revised, or belong to an open alert. */
  readonly fromMs: number;
  /** Hours with cells that are still to be counted. */
  readonly uncountedHoursMs: ReadonlySet<number>;
}

export interface ModelKey {
  readonly projectId: string;
  readonly modelId: string;
}

/** Port: rows and results in the telemetry store. `beforeMs` is always of arrival or making, never
 *  of events: a replay of old events is young. */
export interface TelemetryRetention {
  /** Models with hours whose last row and last label arrived before. */
  modelsWithRows(beforeMs: number): Promise<readonly ModelKey[]>;
  hoursWithRows(model: ModelKey, beforeMs: number): Promise<readonly number[]>;
  /** From now on these hours are not counted any more: what was counted of them stays. */
  forget(model: ModelKey, hoursMs: readonly number[], nowMs: number): Promise<void>;
  /** Removes rows of forgotten hours, and labels that never found their prediction. */
  removeRows(options: {
    readonly beforeMs: number;
    /** Only of hours forgotten before: whoever was counting them is done by now. */
    readonly forgottenBeforeMs: number;
  }): Promise<void>;
  modelsWithResults(beforeMs: number): Promise<readonly ModelKey[]>;
  /** Removes what was last counted before, of cells that nothing needs. */
  removeResults(
    models: readonly { readonly model: ModelKey; readonly neededFromMs: number }[],
    beforeMs: number,
  ): Promise<void>;
  removeMeasurements(beforeMs: number, exceptMonitorIds: readonly string[]): Promise<void>;
  /** Gives the disk back what removed rows still take of it. */
  reclaim(): Promise<void>;
  holdings(): Promise<Readonly<Record<'rows' | 'results', Holding>>>;
}

/** Port: the control plane's own classes, and what it knows to be needed. */
export interface ControlRetention {
  /** Runs `work` unless a server is at it already; says whether it ran. */
  alone(work: () => Promise<void>): Promise<boolean>;
  /** Runs `work` while no server counts or evaluates the model; false where one does. */
  holding(modelId: string, work: (needed: Needed) => Promise<void>): Promise<boolean>;
  neededFrom(modelId: string): Promise<number>;
  monitorsWithOpenAlerts(): Promise<readonly string[]>;
  removeEvaluations(beforeMs: number): Promise<number>;
  removeAlerts(beforeMs: number): Promise<number>;
  removeRecords(beforeMs: number): Promise<number>;
  holdings(): Promise<Readonly<Record<'alerts' | 'records', Holding>>>;
}
