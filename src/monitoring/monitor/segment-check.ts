/** A monitor that watches every value of a dimension has each of its checks once more for every
 *  value: results, alerts and series of those go by this id. */
export const segmentCheckId = (checkId: string, segment: string): string => `${checkId}@${segment}`;
