/** What is together in this segment are the values without one of their own. */
const REST = '=*rest*';

/** A segment for people; empty for the whole model. */
export function nameSegment(segment: string): string {
  if (segment === '') return 'the whole model';
  return segment.endsWith(REST) ? `${segment.slice(0, -REST.length)}: all others` : segment;
}
