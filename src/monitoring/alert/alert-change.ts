import type { Diagnosis } from '../diagnosis/diagnosis.ts';
import type { CheckResult } from './alert.ts';
import type { Transition } from './decide-transitions.ts';

/** One transition of one alert, with everything that a message about it needs. */
export interface AlertChange {
  readonly alertId: string;
  readonly transition: Transition;
  readonly check: Pick<CheckResult, 'checkId' | 'metric' | 'column' | 'segment'>;
  /** Nothing where the alert was closed from outside. */
  readonly result: CheckResult | null;
  readonly windowStartMs: number;
  readonly openedWindowMs: number;
  /** Alerts that make it urgent. */
  readonly urgentWith?: readonly string[];
}

/** Puts a change into words, and into the body of a notification. Pure. */
export type MessageWriter = (change: AlertChange) => {
  readonly explanation: string;
  readonly body: Readonly<Record<string, unknown>>;
  /** What is behind it; null where nothing new is known. */
  readonly diagnosis: Diagnosis | null;
};
