import type { Parameters } from './metric.ts';

/** Parameters are checked by their schema when a monitor is saved; these repeat the check where
 *  the number is used, because a metric is also called without a monitor. */
export function readWholeNumber(
  parameters: Parameters,
  name: string,
  fallback: number,
  minimum: number,
): number {
  const value = parameters[name] ?? fallback;
  if (typeof value !== 'number' || !Number.isInteger(value) || value < minimum) {
    throw new RangeError(
      `Parameter "${name}" must be a whole number from ${minimum} on, not ${value}.`,
    );
  }
  return value;
}

export function readChoice<Choice extends string>(
  parameters: Parameters,
  name: string,
  choices: readonly Choice[],
  fallback: Choice,
): Choice {
  const value = parameters[name] ?? fallback;
  const choice = choices.find((candidate) => candidate === value);
  if (choice === undefined) {
    throw new RangeError(`Parameter "${name}" must be one of ${choices.join(', ')}, not ${value}.`);
  }
  return choice;
}

export function readPositiveNumber(parameters: Parameters, name: string, fallback: number): number {
  const value = parameters[name] ?? fallback;
  if (typeof value !== 'number' || !Number.isFinite(value) || value <= 0) {
    throw new RangeError(`Parameter "${name}" must be a number above 0, not ${value}.`);
  }
  return value;
}

export function readShare(
  parameters: Parameters,
  name: string,
  fallback: number,
  maximum: number,
): number {
  const value = parameters[name] ?? fallback;
  if (typeof value !== 'number' || !(value >= 0 && value <= maximum)) {
    throw new RangeError(
      `Parameter "${name}" must be a number from 0 to ${maximum}, not ${value}.`,
    );
  }
  return value;
}
