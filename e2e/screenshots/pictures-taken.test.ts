import { execFile } from 'node:child_process';
import { readdir, rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeInBrowser } from '../../src/testing/browser.ts';
import { testDirectory } from '../../src/testing/engines.ts';

const PATIENCE_MS = 900_000;
const main = fileURLToPath(new URL('main.ts', import.meta.url));

await describeInBrowser('the command that takes pictures', () => {
  let out: string;
  beforeAll(async () => {
    out = await testDirectory();
  });
  afterAll(() => rm(out, { recursive: true, force: true }));

  test('takes one of every screen', { timeout: PATIENCE_MS }, async () => {
    const args = ['--import', 'tsx', main, '--out', out, '--size', 'phone'];
    await promisify(execFile)(process.execPath, args, { timeout: PATIENCE_MS });
    const kept = await readdir(new URL('../../docs/images', import.meta.url));
    const ofPhones = kept.filter((name) => name.includes('-phone-'));
    expect((await readdir(out)).sort()).toEqual(ofPhones.sort());
  });
});
