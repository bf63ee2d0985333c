import { describe, expect, test } from 'vitest';
import { freshClickHouse } from '../../../testing/engines.ts';
import { clickhouseStatements } from './clickhouse-statements.ts';
import { readOwnMigrations } from './migrate.ts';

describe('statements of a ClickHouse migration', () => {
  test.each([
    {
      name: 'a single server gets the plain table engine',
      sql: 'CREATE TABLE t {{on_cluster}} (x Int8) ENGINE = {{engine:ReplacingMergeTree(x)}};',
      cluster: undefined,
      statements: ['CREATE TABLE t  (x Int8) ENGINE = ReplacingMergeTree(x)'],
    },
    {
      name: 'a cluster gets the replicated one on every node',
      sql: 'CREATE TABLE t {{on_cluster}} (x Int8) ENGINE = {{engine:ReplacingMergeTree(x)}};',
      cluster: 'main',
      statements: [
        "CREATE TABLE t ON CLUSTER 'main' (x Int8) ENGINE = ReplicatedReplacingMergeTree(x)",
      ],
    },
    {
      name: 'an engine without arguments',
      sql: 'CREATE TABLE t (x Int8) ENGINE = {{engine:MergeTree}} ORDER BY x',
      cluster: 'main',
      statements: ['CREATE TABLE t (x Int8) ENGINE = ReplicatedMergeTree ORDER BY x'],
    },
    {
      name: 'semicolons in strings, names and comments do not end a statement',
      sql: "SELECT ';', `;`, 1 -- ;\n/* ; */; SELECT 2;\n-- the end;\n",
      cluster: undefined,
      statements: ["SELECT ';', `;`, 1 -- ;\n/* ; */", 'SELECT 2'],
    },
  ])('$name', ({ sql, cluster, statements }) => {
    expect(clickhouseStatements(sql, cluster)).toEqual(statements);
  });

  test('a placeholder that is none of the two is a mistake of the file', () => {
    expect(() => clickhouseStatements('SELECT {{anything}}', undefined)).toThrow(
      /\{\{anything\}\}/,
    );
  });

  test('ClickHouse reads every one of a cluster', async () => {
    const { clickhouse: migrations } = await readOwnMigrations();
    const statements = migrations.flatMap(({ sql }) => clickhouseStatements(sql, 'main'));
    const db = await freshClickHouse();
    try {
      // There is no cluster here to run them on, so they are read alone.
      const read = statements.map(async (statement) => {
        const tree = await db.client.query({
          query: `EXPLAIN AST ${statement}`,
          format: 'TabSeparated',
        });
        return tree.text();
      });
      for (const tree of await Promise.all(read)) expect(tree).toMatch(/Query|AlterCommand/);
      expect(statements.every((one) => one.includes("ON CLUSTER 'main'"))).toBe(true);
    } finally {
      await db.drop();
    }
  });
});
