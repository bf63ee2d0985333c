/** Maps as JSON. Numbers come back to the bit; infinite ones are not numbers to JSON. */
const MAP = '#map';
const INFINITE = '#infinite';

export function writeMaps(_: string, value: unknown): unknown {
  if (value instanceof Map) return { [MAP]: [...value] };
  return value === Number.POSITIVE_INFINITY ? { [INFINITE]: 1 } : value;
}

export function reviveMaps(_: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (MAP in value) return new Map(value[MAP] as [unknown, unknown][]);
  return INFINITE in value ? Number.POSITIVE_INFINITY : value;
}
