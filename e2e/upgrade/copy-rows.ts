import type { ClickHouseClient } from '@clickhouse/client';
import type { Pool } from 'pg';
import { groupBy } from '../../src/stats/summary/group-by.ts';
import type { Databases } from './states.ts';

const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`;

/** Fills older databases with the rows of today's, as far as they have places for them. */
export async function copyRows(from: Databases, to: Databases): Promise<void> {
  await copyPostgres(from.postgres, to.postgres);
  await copyClickHouse(from, to);
}

/** Every table's primary keys, to see after an upgrade that none is missing. */
export async function keysByTable(pool: Pool): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const keys = new Map<string, ReadonlySet<string>>();
  for (const table of await tablesOf(pool)) {
    const columns = await pool.query<{ name: string }>(
      `SELECT a.attname AS name FROM pg_index i
       JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey)
       WHERE i.indrelid = $1::regclass AND i.indisprimary ORDER BY a.attnum`,
      [quoted(table)],
    );
    if (columns.rows.length === 0) continue;
    const list = columns.rows.map((column) => quoted(column.name)).join(', ');
    const { rows } = await pool.query<{ key: string }>(
      `SELECT json_build_array(${list})::text AS key FROM ${quoted(table)}`,
    );
    keys.set(table, new Set(rows.map((row) => row.key)));
  }
  return keys;
}

/** Rows of every table of ClickHouse, each identity once. */
export async function rowCounts(client: ClickHouseClient): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { name } of await ask<{ name: string }>(client, TABLES)) {
    const [row] = await ask<{ n: string }>(client, `SELECT count() AS n FROM ${name} FINAL`);
    counts[name] = Number(row?.n);
  }
  return counts;
}

const TABLES = 'SELECT name FROM system.tables WHERE database = currentDatabase() ORDER BY name';

async function ask<Row>(client: ClickHouseClient, query: string): Promise<Row[]> {
  return (await client.query({ query, format: 'JSONEachRow' })).json<Row>();
}

async function tablesOf(pool: Pool): Promise<readonly string[]> {
  const { rows } = await pool.query<{ name: string }>(
    `SELECT table_name AS name FROM information_schema.tables
     WHERE table_schema = 'public' AND table_type = 'BASE TABLE' AND table_name <> 'schema_migrations'
     ORDER BY 1`,
  );
  return rows.map((row) => row.name);
}

async function columnsOf(pool: Pool, table: string) {
  const { rows } = await pool.query<{ name: string; identity: boolean }>(
    `SELECT column_name AS name, is_identity = 'YES' AS identity FROM information_schema.columns
     WHERE table_schema = 'public' AND table_name = $1 AND is_generated = 'NEVER'`,
    [table],
  );
  return rows;
}

async function copyPostgres(from: Pool, to: Pool): Promise<void> {
  const tables = await tablesOf(to);
  const existing = new Set(await tablesOf(from));
  const session = await to.connect();
  try {
    // A migration may have put first rows somewhere; those of today stand in their place.
    await session.query(`TRUNCATE ${tables.map(quoted).join(', ')} CASCADE`);
    // Tables come in the order of the alphabet, not of their references.
    await session.query('SET session_replication_role = replica');
    for (const table of tables.filter((name) => existing.has(name))) {
      const today = new Set((await columnsOf(from, table)).map((column) => column.name));
      const columns = (await columnsOf(to, table)).filter((column) => today.has(column.name));
      const list = columns.map((column) => quoted(column.name)).join(', ');
      const { rows } = await from.query<{ all: string }>(
        `SELECT coalesce(json_agg(t), '[]')::text AS all FROM (SELECT ${list} FROM ${quoted(table)}) t`,
      );
      await session.query(
        `INSERT INTO ${quoted(table)} (${list}) OVERRIDING SYSTEM VALUE
         SELECT ${list} FROM json_populate_recordset(NULL::${quoted(table)}, $1)`,
        [rows[0]?.all],
      );
      for (const { name } of columns.filter((column) => column.identity)) {
        await session.query(
          `SELECT setval(pg_get_serial_sequence($1, $2),
                         (SELECT coalesce(max(${quoted(name)}), 0) + 1 FROM ${quoted(table)}), false)`,
          [table, name],
        );
      }
    }
  } finally {
    session.release(true);
  }
}

async function copyClickHouse(from: Databases, to: Databases): Promise<void> {
  const columns = `SELECT table, name FROM system.columns
    WHERE database = currentDatabase() AND default_kind NOT IN ('MATERIALIZED', 'ALIAS')`;
  type Column = { table: string; name: string };
  const today = new Set(
    (await ask<Column>(from.clickhouse, columns)).map(({ table, name }) => `${table}.${name}`),
  );
  const byTable = groupBy(await ask<Column>(to.clickhouse, columns), ({ table }) => table);
  for (const [table, ofTable] of byTable) {
    const list = ofTable.filter(({ name }) => today.has(`${table}.${name}`)).map((c) => c.name);
    if (list.length === 0) continue;
    const names = list.map((name) => `\`${name}\``).join(', ');
    await to.clickhouse.command({
      query: `INSERT INTO ${table} (${names}) SELECT ${names} FROM ${from.clickhouseDatabase}.${table}`,
    });
  }
}
