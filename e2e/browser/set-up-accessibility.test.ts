import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeInBrowser } from '../../src/testing/browser.ts';
import { testDirectory } from '../../src/testing/engines.ts';
import { type ServerProcess, startServer } from '../faults/server-process.ts';
import { callOf } from '../screenshots/call-server.ts';
import {
  bringFile,
  makeChannels,
  makeRowlessModels,
  sendBadRows,
  silence,
} from '../screenshots/set-up-stage.ts';
import { SET_UP_SCREENS } from './accessible-screens.ts';
import { readFindings } from './read-findings.ts';

await describeInBrowser('accessibility of what a server is set up with', (browser) => {
  let root: string;
  let server: ServerProcess;
  let fileId: string;

  beforeAll(async () => {
    root = await testDirectory();
    server = await startServer(join(root, 'data'));
    const stage = { url: server.url, call: callOf(server.url) };
    await makeRowlessModels(stage);
    await makeChannels(stage, 'http://127.0.0.1:9/hook', [0, 3]);
    await silence(stage, 'pricing');
    await sendBadRows(stage, 'pricing', 12);
    fileId = await bringFile(stage);
  }, 240_000);
  afterAll(async () => {
    await server?.stop();
    await rm(root, { recursive: true, force: true });
  });

  test.each(SET_UP_SCREENS)(
    'axe finds nothing serious: $name',
    async (screen) => {
      const path = screen.path.replace('{file}', fileId);
      expect(await readFindings(browser, server.url, { ...screen, path })).toEqual([]);
    },
    120_000,
  );
});
