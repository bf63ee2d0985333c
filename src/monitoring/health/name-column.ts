/** The name of a column as people know it. Features go by id in the store; null stands for the
 *  window as a whole, and for the only output of a model. */
export function nameColumn(
  column: string | null,
  featureNames: ReadonlyMap<string, string>,
): string | null {
  if (column === null || column === '' || column === 'default') return null;
  if (column === 'latency') return 'latency';
  const colon = column.indexOf(':');
  if (colon < 0) return column;
  const kind = column.slice(0, colon);
  const rest = column.slice(colon + 1);
  if (kind === 'feature') return featureNames.get(column) ?? `feature ${rest}`;
  return rest === 'default' ? kind : `${kind} of ${rest}`;
}
