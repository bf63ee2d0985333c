/** A segment for people; empty for the whole model. */
export const nameSegment = (segment: string): string =>
  segment === '' ? 'the whole model' : segment;
