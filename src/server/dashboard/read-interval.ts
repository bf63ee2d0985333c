import type { Window } from '../../monitoring/window/window.ts';
import { ApiError } from '../http/api-error.ts';
import { readTime } from '../http/read-time.ts';

const refuse = (name: string, detail: string): never => {
  throw new ApiError('invalid_request', { where: `querystring/${name}`, detail });
};

/** `start/end` of a query string; null where it is left out. */
export function readInterval(value: string | undefined, name: string): Window | null {
  if (value === undefined) return null;
  const [start, end, more] = value.split('/');
  const startMs = readTime(start, name);
  const endMs = readTime(end, name);
  if (startMs === null || endMs === null || more !== undefined || startMs >= endMs) {
    return refuse(name, 'must be `start/end`, two moments of which the first is earlier');
  }
  return { startMs, endMs };
}

/** Cells that one page may add up: over a year of hours, a month of five minutes. */
const MOST_CELLS = 9_000;

/** Moved out to whole cells, which is what counts are kept by. */
export function wholeCells({ startMs, endMs }: Window, cellMs: number, name: string): Window {
  const cells = {
    startMs: Math.floor(startMs / cellMs) * cellMs,
    endMs: Math.ceil(endMs / cellMs) * cellMs,
  };
  if ((cells.endMs - cells.startMs) / cellMs > MOST_CELLS) {
    const days = Math.floor((MOST_CELLS * cellMs) / 86_400_000);
    return refuse(name, `must not be longer than ${days} days`);
  }
  return cells;
}
