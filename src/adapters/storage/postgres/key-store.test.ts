import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freshPostgres } from '../../../testing/engines.ts';
import { describeKeyStore } from '../../../testing/key-store-suite.ts';
import { createKeyStore } from './key-store.ts';
import { createProjectStore } from './project-store.ts';

let database: Awaited<ReturnType<typeof freshPostgres>>;
beforeAll(async () => {
  database = await freshPostgres({ migrated: true });
});
afterAll(() => database.drop());

describe('the key store on PostgreSQL', () => {
  describeKeyStore(async () => {
    await database.pool.query('TRUNCATE api_keys');
    const other = await createProjectStore(database.pool).ensure('other');
    return {
      store: createKeyStore(database.pool),
      project: 'default',
      other: other.projectId,
    };
  });

  test('no column holds the secret', async () => {
    const { secret } = await createKeyStore(database.pool).create('default', 'a', 'read');
    const { rows } = await database.pool.query(
      'SELECT k::text AS text FROM api_keys k UNION ALL SELECT encode(secret_hash, $1) FROM api_keys',
      ['escape'],
    );
    expect(rows.length).toBeGreaterThan(1);
    for (const { text } of rows) expect(text).not.toContain(secret.slice(4));
  });
});

describe('the project store on PostgreSQL', () => {
  test('there is a default project, and asking for one makes it once, even at once', async () => {
    const store = createProjectStore(database.pool);
    expect(await store.find('default')).toEqual({ projectId: 'default', name: 'default' });
    expect(await store.find('team')).toBeNull();
    const made = await Promise.all(Array.from({ length: 8 }, () => store.ensure('team')));
    expect(new Set(made.map((project) => project.projectId)).size).toBe(1);
    expect(await store.get(made[0]?.projectId ?? '')).toEqual(made[0]);
    expect((await store.list()).map((project) => project.name)).toContain('team');
  });
});
