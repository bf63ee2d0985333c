import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { migrate } from '../../src/adapters/storage/migration/migrate.ts';
import { testDirectory } from '../../src/testing/engines.ts';
import { type ServerProcess, startServer } from '../faults/server-process.ts';
import { setUp } from '../faults/set-up.ts';
import { MODEL, ROWS_PER_HOUR, windowStart } from '../faults/story.ts';
import { runCli } from '../run-cli.ts';
import { ask, idsOf, makeMonitor, playHours, waitForAlert } from './carry-on.ts';
import { copyRows, keysByTable, rowCounts } from './copy-rows.ts';
import {
  type Databases,
  FIRST_STATE,
  makeDatabases,
  nameOf,
  OLDER_STATES,
  PREVIOUS_STATES,
} from './states.ts';

vi.setConfig({ testTimeout: 600_000, hookTimeout: 900_000 });

/** Of the story of the fault tests: the third hour alarms, and so does the seventh. */
const HOURS_BEFORE = 4;
const HOURS_AFTER = 3;

let root: string;
let today: Databases;
/** What the server answered before it was stopped, by kind. */
let before: Awaited<ReturnType<typeof idsOf>>;

beforeAll(async () => {
  root = await testDirectory();
  today = await makeDatabases();
  const server = await startServer(join(root, 'today'), today.environment);
  try {
    // Nobody listens there: what could not be delivered has to survive, too.
    await setUp({ url: () => server.url }, 'http://127.0.0.1:9/');
    await playHours(server.url, 0, HOURS_BEFORE);
    await waitForAlert(server.url, windowStart(2));
    before = await idsOf(server.url);
  } finally {
    await server.stop();
  }
});

afterAll(async () => {
  await today?.drop();
  await rm(root, { recursive: true, force: true });
});

describe('databases of an older version keep every row when they are brought up to date', () => {
  it.each(OLDER_STATES.map((state) => ({ name: nameOf(state), state })))(
    '$name',
    async ({ state }) => {
      const older = await makeDatabases(state);
      try {
        await copyRows(today, older);
        const keys = await keysByTable(older.postgres);
        const counts = await rowCounts(older.clickhouse);
        expect(keys.get('models')?.size).toBe(1);
        expect(counts['predictions']).toBe(HOURS_BEFORE * ROWS_PER_HOUR);

        const applied = await migrate({ postgres: older.postgres, clickhouse: older.clickhouse });
        expect(applied.length).toBeGreaterThan(0);
        const keysNow = await keysByTable(older.postgres);
        for (const [table, keysBefore] of keys) {
          const lost = [...keysBefore].filter((key) => !keysNow.get(table)?.has(key));
          expect(lost, `rows of ${table}`).toEqual([]);
        }
        expect(await rowCounts(older.clickhouse)).toMatchObject(counts);
      } finally {
        await older.drop();
      }
    },
  );
});

describe("today's server carries on where an older one stopped", () => {
  const states = [FIRST_STATE, ...PREVIOUS_STATES];
  it.each(states.map((state) => ({ name: nameOf(state), state })))('$name', async ({ state }) => {
    const older = await makeDatabases(state);
    let server: ServerProcess | undefined;
    try {
      await copyRows(today, older);
      const had = await keysByTable(older.postgres);
      server = await startServer(
        join(root, nameOf(state).replaceAll(/\W/g, '-')),
        older.environment,
      );
      const { url } = server;

      const now = await idsOf(url);
      expect(now.models).toEqual(before.models);
      expect(now.baselines).toEqual(before.baselines);
      if (had.get('monitors')?.size) expect(now.monitors).toEqual(before.monitors);
      else await makeMonitor(url);
      if (had.get('alerts')?.size) expect(now.alerts).toEqual(before.alerts);

      await playHours(url, HOURS_BEFORE, HOURS_BEFORE + HOURS_AFTER);
      await waitForAlert(url, windowStart(6));
      const stored = (HOURS_BEFORE + HOURS_AFTER) * ROWS_PER_HOUR;
      expect((await rowCounts(older.clickhouse))['predictions']).toBe(stored);
      expect(await ask(url, `/v1/models/${MODEL}`)).toMatchObject({ name: MODEL });
      expect(await server.stop()).toBe(true);
    } finally {
      await server?.kill();
      await older.drop();
    }
  });
});

describe('a database of a newer version', () => {
  it.each(['postgres', 'clickhouse'])(
    'in %s is refused in a sentence, untouched',
    async (store) => {
      const newer = await makeDatabases();
      try {
        await newer.postgres.query(
          `INSERT INTO schema_migrations (store, target, name, checksum)
         SELECT store, target, '9999_come_from_tomorrow', '' FROM schema_migrations
         WHERE store = $1 LIMIT 1`,
          [store],
        );
        const args = ['serve', '--data-dir', join(root, `newer-${store}`), '--port', '0'];
        const { exitCode, stdout, stderr } = await runCli(args, '', newer.environment);
        expect(exitCode).toBe(1);
        expect(stdout).toBe('');
        expect(stderr).toMatch(
          new RegExp(
            `^leeway: database_too_new: the ${store} database .*9999_come_from_tomorrow.*\n$`,
            'm',
          ),
        );
        expect(stderr).not.toMatch(/^ +at /m);
        const { rows } = await newer.postgres.query('SELECT FROM store_epochs');
        expect(rows).toEqual([]);
      } finally {
        await newer.drop();
      }
    },
  );
});
