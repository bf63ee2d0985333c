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
  /** Windows from here on are still to be evaluated or revised, or belong to an open alert; or a
   *  baseline is being made of them. */
  readonly fromMs: number;
  /** Hours with cells that are still to be counted, or rows that are still to be stored. */
  readonly unsettledHoursMs: ReadonlySet<number>;
}

export interface ModelKey {
  readonly projectId: string;
  readonly modelId: string;
}

/** What is old enough, by arrival or making and never by the time of events: a replay of old events
 *  is young. */
export interface Age {
  readonly beforeMs: number;
  /** Earlier. Nothing goes until something is as old as that: what goes is as dear to remove as much
   *  as little of it is. */
  readonly ripeMs: number;
}

/** How many rows went, by table. */
export type Removed = Readonly<Record<string, number>>;

/** Port: rows and results in the telemetry store. `goesOn` is asked between two steps; what is left
 *  is left for the next turn. */
export interface TelemetryRetention {
  /** Models with hours that are ripe and not forgotten. */
  modelsWithRows(age: Age): Promise<readonly ModelKey[]>;
  /** Hours whose last row and last label arrived before, and that nothing in this store needs. */
  hoursWithRows(model: ModelKey, age: Age): Promise<readonly number[]>;
  /** From now on these hours are not counted any more: what was counted of them stays. */
  forget(model: ModelKey, hoursMs: readonly number[], nowMs: number): Promise<void>;
  /** Removes rows of hours that were forgotten before, so that whoever was counting them is done by
   *  now; and labels that never found their prediction. */
  removeRows(
    age: Age & { readonly forgottenBeforeMs: number },
    goesOn: () => boolean,
  ): Promise<Removed>;
  modelsWithResults(age: Age): Promise<readonly ModelKey[]>;
  /** Removes what was last counted before, of cells that nothing needs. */
  removeResults(
    models: readonly { readonly model: ModelKey; readonly neededFromMs: number }[],
    age: Age,
    goesOn: () => boolean,
  ): Promise<Removed>;
  removeMeasurements(age: Age, exceptMonitorIds: readonly string[]): Promise<Removed>;
  /** Gives the disk back what removed rows still take of it. */
  reclaim(goesOn: () => boolean): Promise<void>;
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
