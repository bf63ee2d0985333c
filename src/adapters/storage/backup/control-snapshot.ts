import pg from 'pg';
import copyStreams, { type CopyToStreamQuery } from 'pg-copy-streams';
import { RING_TABLES } from '../postgres/ingest-backlog.ts';
import { quoted, readTables, type TableShape } from './control-tables.ts';
import { BackupError, type BackupSequence } from './manifest.ts';

/** Any number that nothing else in this database locks. */
const BACKUP_LOCK = 7_912_004_001;
/** How long statements that are under way are waited for. */
const LOCK_TIMEOUT_MS = 10_000;
const LOCK_NOT_AVAILABLE = '55P03';
const LOG_TABLES: readonly string[] = RING_TABLES.map((ring) => `ingest_log_${ring}`);

export const isLogTable = (name: string): boolean => LOG_TABLES.includes(name);

/** The control plane as it was at one moment, to be read at leisure. */
export interface ControlSnapshot {
  readonly takenAt: Date;
  /** The log first: see `releaseLog`. */
  readonly tables: readonly TableShape[];
  readonly sequences: readonly BackupSequence[];
  readonly routines: readonly string[];
  /** Names and checksums by store; ClickHouse is told apart by which database it is. */
  readonly migrations: readonly {
    readonly store: string;
    readonly target: string;
    readonly name: string;
    readonly checksum: string;
  }[];
  /** Rows in the text form of COPY. */
  read(table: TableShape): CopyToStreamQuery;
  /** Once the log was read, its tables may be emptied again. */
  releaseLog(): Promise<void>;
  close(): Promise<void>;
}

/** A connection without deadlines: a big table takes as long as its reader. */
export async function connectForLong(url: string): Promise<pg.Client> {
  const client = new pg.Client({
    connectionString: url,
    application_name: 'leeway backup',
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
  });
  // Its holder learns of a loss from the next statement.
  client.on('error', () => {});
  await client.connect();
  await client.query(
    "SET statement_timeout = 0; SET idle_in_transaction_session_timeout = 0; SET timezone = 'UTC'",
  );
  return client;
}

/** Held while a backup runs, on whatever server of this database: the next one is refused. */
export async function lockBackups(url: string): Promise<{ release(): Promise<void> }> {
  const client = await connectForLong(url);
  const asked = await client.query<{ locked: boolean }>(
    'SELECT pg_try_advisory_lock($1) AS locked',
    [BACKUP_LOCK],
  );
  if (asked.rows[0]?.locked === true) return { release: () => client.end() };
  await client.end();
  throw new BackupError('backup_busy', 'Another backup of these stores is under way.');
}

/** A snapshot, and whatever `freeze` keeps, of one moment: until `freeze` is done no server plans
 *  a new block, so nothing that is acknowledged later can be in what it keeps. Rows are
 *  acknowledged meanwhile; they only wait in the log. */
export async function snapshotControlPlane(
  url: string,
  freeze: () => Promise<void>,
): Promise<ControlSnapshot> {
  const log = await connectForLong(url);
  const gate = await connectForLong(url);
  const rest = await connectForLong(url);
  const close = async () => {
    for (const client of [gate, log, rest]) await client.end();
  };
  try {
    const found = await log.query<{ there: boolean }>(
      "SELECT to_regclass('ingest_blocks') IS NOT NULL AS there",
    );
    if (found.rows[0]?.there !== true) {
      throw new BackupError('nothing_to_back_up', 'No server ever kept anything here.');
    }
    const patience = `SET lock_timeout = ${LOCK_TIMEOUT_MS}`;
    const begin = 'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY';
    // TRUNCATE heeds no snapshot. The snapshot begins with the first query, after the locks.
    await log.query(`${patience}; ${begin}`);
    await lock(log, `${LOG_TABLES.join(', ')} IN ACCESS SHARE MODE`);
    await gate.query(`${patience}; BEGIN`);
    await lock(gate, 'ingest_blocks IN SHARE MODE');
    const exported = await log.query<{ id: string; at: Date }>(
      'SELECT pg_export_snapshot() AS id, clock_timestamp() AS at',
    );
    const { id = '', at = new Date(0) } = exported.rows[0] ?? {};
    await rest.query(begin);
    await rest.query(`SET TRANSACTION SNAPSHOT '${id}'`);
    await freeze();
    await gate.query('COMMIT');
    return { takenAt: at, ...(await describe(rest)), ...readers(log, rest), close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function lock(client: pg.Client, what: string): Promise<void> {
  try {
    await client.query(`LOCK TABLE ${what}`);
  } catch (error) {
    if ((error as pg.DatabaseError).code !== LOCK_NOT_AVAILABLE) throw error;
    throw new BackupError(
      'tables_locked',
      `Another transaction kept tables of PostgreSQL locked for ${LOCK_TIMEOUT_MS / 1_000} s. pg_stat_activity shows it; try again once it has ended.`,
      { cause: error },
    );
  }
}

async function describe(client: pg.Client) {
  const tables = await readTables(client);
  const sequences = await client.query<BackupSequence>(
    `SELECT sequencename AS name, last_value::text AS "lastValue" FROM pg_sequences
     WHERE schemaname = current_schema() ORDER BY 1`,
  );
  const routines = await client.query<{ name: string }>(
    `SELECT oid::regprocedure::text AS name FROM pg_proc
     WHERE pronamespace = current_schema()::regnamespace ORDER BY 1`,
  );
  const migrations = await client.query<ControlSnapshot['migrations'][number]>(
    'SELECT store, target, name, checksum FROM schema_migrations ORDER BY store, name',
  );
  return {
    tables: [
      ...tables.filter(({ name }) => isLogTable(name)),
      ...tables.filter(({ name }) => !isLogTable(name)),
    ],
    sequences: sequences.rows,
    routines: routines.rows.map((row) => row.name),
    migrations: migrations.rows,
  };
}

function readers(log: pg.Client, rest: pg.Client): Pick<ControlSnapshot, 'read' | 'releaseLog'> {
  return {
    read(table) {
      const client = isLogTable(table.name) ? log : rest;
      const columns = table.columns.map(quoted).join(', ');
      return client.query(copyStreams.to(`COPY ${quoted(table.name)} (${columns}) TO STDOUT`));
    },
    releaseLog: async () => {
      await log.query('COMMIT');
    },
  };
}
