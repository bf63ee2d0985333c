import { onCluster } from '../clickhouse/on-cluster.ts';
import { lexSql } from '../clickhouse/sql-lexer.ts';

/** Statements of a ClickHouse migration, for one server or for a cluster. Table engines and
 *  `ON CLUSTER` are the only places in which the two differ. */
export function clickhouseStatements(sql: string, cluster: string | undefined): string[] {
  return splitStatements(fillPlaceholders(sql, cluster));
}

function fillPlaceholders(sql: string, cluster: string | undefined): string {
  return sql.replaceAll(/\{\{(.*?)\}\}/g, (placeholder, content: string) => {
    if (content === 'on_cluster') return onCluster(cluster);
    const engine = /^engine:(\w*MergeTree(?:\(.*\))?)$/.exec(content)?.[1];
    if (engine !== undefined) return cluster === undefined ? engine : `Replicated${engine}`;
    throw new Error(`a migration has the unknown placeholder ${placeholder}`);
  });
}

function splitStatements(sql: string): string[] {
  const statements: string[] = [];
  let start = 0;
  let isEmpty = true;
  const take = (end: number) => {
    if (!isEmpty) statements.push(sql.slice(start, end).trim());
    isEmpty = true;
  };
  for (const token of lexSql(sql)) {
    if (token.text === ';') {
      take(token.start);
      start = token.end;
    } else isEmpty = false;
  }
  take(sql.length);
  return statements;
}
