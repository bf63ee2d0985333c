/** A moment as JSON formats of ClickHouse read it into a DateTime64(3, 'UTC'). */
export const dateTimeText = (epochMs: number): string =>
  new Date(epochMs).toISOString().replace('T', ' ').replace('Z', '');
