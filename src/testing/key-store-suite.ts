import { expect, test } from 'vitest';
import type { KeyStore } from '../monitoring/access/access.ts';

/** What every store of API keys does. `fresh` gives an empty one with two projects. */
export function describeKeyStore(
  fresh: () => Promise<{ store: KeyStore; project: string; other: string }>,
): void {
  test('an empty store holds no key, and one that had its last key revoked still does', async () => {
    const { store, project } = await fresh();
    expect(await store.anyKeyExists()).toBe(false);
    const { key } = await store.create(project, 'first', 'admin');
    expect(await store.anyKeyExists()).toBe(true);
    await store.revoke(project, key.keyId);
    expect(await store.anyKeyExists()).toBe(true);
  });

  test('a key is found by its secret alone', async () => {
    const { store, project } = await fresh();
    const { key, secret } = await store.create(project, 'service', 'ingest');
    expect(secret).toMatch(/^lwy_[\w-]{43}$/);
    expect(await store.find(secret)).toEqual(key);
    expect(key).toMatchObject({ projectId: project, name: 'service', scope: 'ingest' });
    expect(await store.find(`${secret}x`)).toBeNull();
    expect(await store.find('')).toBeNull();
    expect(await store.find(key.keyId)).toBeNull();
  });

  test('a revoked key is found no more but still listed', async () => {
    const { store, project } = await fresh();
    const { key, secret } = await store.create(project, 'gone', 'read');
    expect(await store.revoke(project, key.keyId)).toBe(true);
    expect(await store.find(secret)).toBeNull();
    const [listed] = await store.list(project);
    expect(listed?.revokedAtMs).toBeTypeOf('number');
  });

  test('revoking twice keeps the first time', async () => {
    const { store, project } = await fresh();
    const { key } = await store.create(project, 'gone', 'read');
    await store.revoke(project, key.keyId);
    const first = await store.list(project);
    expect(await store.revoke(project, key.keyId)).toBe(true);
    expect(await store.list(project)).toEqual(first);
  });

  test('a project neither sees nor revokes the keys of another', async () => {
    const { store, project, other } = await fresh();
    const { key, secret } = await store.create(project, 'mine', 'admin');
    expect(await store.list(other)).toEqual([]);
    expect(await store.revoke(other, key.keyId)).toBe(false);
    expect(await store.find(secret)).not.toBeNull();
  });

  test('names are text and nothing more', async () => {
    const { store, project } = await fresh();
    const name = `'); DROP TABLE api_keys; -- <img src=x onerror=alert(1)>`;
    const { key } = await store.create(project, name, 'read');
    expect(key.name).toBe(name);
    expect((await store.list(project)).map((one) => one.name)).toEqual([name]);
  });
}
