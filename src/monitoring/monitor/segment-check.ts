/** A monitor that watches every value of a dimension has each of its checks once more for every
 *  value: results, alerts and series of those go by this id. */
export const segmentCheckId = (checkId: string, segment: string): string => `${checkId}@${segment}`;

/** The check that a result is of, in whatever segment. */
export function baseCheckId(result: {
  readonly checkId: string;
  readonly segment: string;
}): string {
  const { checkId, segment } = result;
  const ending = segmentCheckId('', segment);
  return segment !== '' && checkId.endsWith(ending) ? checkId.slice(0, -ending.length) : checkId;
}
