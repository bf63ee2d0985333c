import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { describeInBrowser } from '../../src/testing/browser.ts';
import { testDirectory } from '../../src/testing/engines.ts';
import { startReceiver } from '../../src/testing/webhook-receiver.ts';
import { type ServerProcess, startServer } from '../faults/server-process.ts';
import { readContrasts, sidewaysScroll } from './read-contrasts.ts';
import { textOf } from './read-text.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 });

await describeInBrowser('the settings', (browser) => {
  let root: string;
  let server: ServerProcess;
  let receiver: Awaited<ReturnType<typeof startReceiver>>;
  let page: Page;

  beforeAll(async () => {
    root = await testDirectory();
    receiver = await startReceiver();
    server = await startServer(join(root, 'data'));
    page = await (await browser.newContext({ viewport: { width: 1280, height: 900 } })).newPage();
    await page.goto(`${server.url}/settings`);
    await page.getByText('Nobody is told of alerts yet.').waitFor();
  });
  afterAll(async () => {
    await page?.context().close();
    await server?.stop();
    await receiver?.stop();
    await rm(root, { recursive: true, force: true });
  });

  async function addChannel(name: string, url: string): Promise<void> {
    const form = page.getByRole('form', { name: 'New channel' });
    if (!(await form.isVisible())) await page.getByText('Add a channel').click();
    await form.getByLabel('Name', { exact: true }).fill(name);
    await form.getByLabel(/^url/).fill(url);
    await form.getByRole('button', { name: 'Add it' }).click();
  }

  test('ask for what the server says that a kind of channel takes, and refuse in its words', async () => {
    await addChannel('pager', 'ftp://127.0.0.1/');
    await page.getByText('The address must begin with http:// or https://.').waitFor();
    await addChannel('pager', receiver.url);
    expect(await textOf(page.locator('.shown-once code'))).toMatch(/^whsec_/);
    await page.getByRole('button', { name: 'I have kept it' }).click();
    expect(await textOf(page.locator('.answer'))).toBe('Alerts are sent to one channel.');
    await expect.poll(() => page.locator('main').textContent()).not.toMatch(/whsec_\w{8}/);
  });

  test('send a test and show what the receiver really answered', async () => {
    await page.getByRole('button', { name: 'Send a test to pager' }).click();
    await page.getByText(/It arrived: .*20\d/).waitFor();
    expect(receiver.received.length).toBe(1);
    await receiver.stop();
    await page.getByRole('button', { name: 'Send a test to pager' }).click();
    await page.getByText('It did not arrive, and an alert would be tried again').waitFor();
  });

  test('tell what is kept for how long', async () => {
    const table = page.getByRole('region', { name: 'What is kept for how long' });
    await table.waitFor();
    const text = await textOf(table);
    expect(text).toContain('Predictions and labels as they were sent');
    for (const kept of ['90 days', '1095 days', '730 days', '30 days', 'LEEWAY_KEEP_ROWS']) {
      expect(text).toContain(kept);
    }
  });

  test.each(['light', 'dark'] as const)('have enough contrast in %s', async (colorScheme) => {
    await page.emulateMedia({ colorScheme });
    expect((await readContrasts(page)).filter(({ ratio }) => ratio < 4.5)).toEqual([]);
  });

  test('need no sideways scrolling on a phone', async () => {
    await page.setViewportSize({ width: 320, height: 700 });
    expect(await sidewaysScroll(page)).toBe(0);
    await page.setViewportSize({ width: 1280, height: 900 });
  });

  test('remove a channel at the second press', async () => {
    await page.getByRole('button', { name: 'Remove pager' }).click();
    await page.getByRole('button', { name: 'Keep it' }).click();
    expect(await page.getByRole('button', { name: 'Send a test to pager' }).count()).toBe(1);
    await page.getByRole('button', { name: 'Remove pager' }).click();
    await page.locator('button.danger').click();
    await page.getByText('Nobody is told of alerts yet.').waitFor();
  });

  test('make keys that are shown once, keep this tab in, and revoke them', async () => {
    await page.getByText('Make a key').click();
    const form = page.getByRole('form', { name: 'New key' });
    // The first key has to be one that can make others.
    expect(await form.getByLabel('Scope').isDisabled()).toBe(true);
    await form.getByLabel('Who has it').fill('me');
    await form.getByRole('button', { name: 'Make it' }).click();
    const secret = await textOf(page.locator('.shown-once code'));
    expect(secret).toMatch(/^lwy_/);
    await page.getByRole('button', { name: 'Revoke me' }).waitFor();
    expect((await fetch(`${server.url}/v1/fleet`)).status).toBe(401);
    expect(
      (await fetch(`${server.url}/v1/keys`, { headers: { authorization: `Bearer ${secret}` } }))
        .status,
    ).toBe(200);

    await form.getByLabel('Scope').selectOption('ingest');
    await form.getByLabel('Who has it').fill('checkout');
    await form.getByRole('button', { name: 'Make it' }).click();
    await page.getByRole('button', { name: 'Revoke checkout' }).click();
    await page.locator('button.danger').click();
    await expect.poll(() => page.getByRole('button', { name: 'Revoke checkout' }).count()).toBe(0);
    await page.reload();
    await page.getByRole('button', { name: 'Revoke me' }).waitFor();
    expect(await page.locator('main').textContent()).not.toContain('lwy_');
  });
});
