import type { EntryBody } from '../../monitoring/ingest/ingest-log.ts';

export function joinBodies(bodies: readonly EntryBody[]): EntryBody {
  const [first] = bodies;
  if (first !== undefined && bodies.length === 1) return first;
  return {
    payload: Buffer.concat(bodies.map((body) => body.payload)),
    frames: Buffer.concat(bodies.map((body) => body.frames)),
  };
}
