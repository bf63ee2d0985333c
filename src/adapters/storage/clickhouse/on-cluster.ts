/** What makes a statement run on every node; ClickHouse takes no parameter in this place. The
 *  configuration lets names pass that need no escaping. */
export const onCluster = (cluster: string | undefined): string =>
  cluster === undefined ? '' : `ON CLUSTER '${cluster}'`;
