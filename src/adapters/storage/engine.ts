/** The part of a structured logger (pino's shape) that engines need. */
export interface EngineLogger {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

export const silentLogger: EngineLogger = { info() {}, warn() {}, error() {} };

/** A database that this process started, watches and stops. */
export interface EmbeddedEngine {
  /** Carries the credentials; stays the same over restarts, so that clients only reconnect. */
  readonly url: string;
  /** Process id of the engine as it runs now; changes with a restart. */
  readonly pid: number | undefined;
  readonly restarts: number;
  /** Called after the engine came back; returns the function that unsubscribes. */
  onRestart(listener: () => void): () => void;
  stop(): Promise<void>;
}

/** How a supervisor watches an engine and how patient it is. */
export interface SupervisionTimes {
  probeIntervalMs: number;
  probeTimeoutMs: number;
  /** Probes in a row that must fail before a living but mute process is killed. */
  probeFailures: number;
  firstBackoffMs: number;
  maxBackoffMs: number;
  /** A process that lived this long has earned a back-off from the start again. */
  healthyAfterMs: number;
  stopGraceMs: number;
}

export const defaultSupervisionTimes: SupervisionTimes = {
  probeIntervalMs: 1_000,
  // Patient: on two cores at a load of 14, a healthy engine once took more than five seconds.
  probeTimeoutMs: 10_000,
  probeFailures: 2,
  firstBackoffMs: 200,
  maxBackoffMs: 10_000,
  healthyAfterMs: 60_000,
  stopGraceMs: 10_000,
};
