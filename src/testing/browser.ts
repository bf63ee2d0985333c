import { existsSync } from 'node:fs';
import { type Browser, chromium as playwright } from 'playwright-core';
import { afterAll, describe } from 'vitest';

const SYSTEM_BROWSERS = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/opt/google/chrome/chrome',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/** For a machine without a display, and for a network that is closed: nothing is fetched. */
const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-dev-shm-usage',
];

const START_TIMEOUT_MS = 30_000;

/** A real browser, or why there is none. */
type FoundBrowser = { readonly browser: Browser } | { readonly reason: string };

/** Starts the browser of the system, else the one that comes with the packages, which runs on
 *  Linux x64 alone. In CI having none is an error: there nobody reads what was skipped. */
async function startBrowser(): Promise<FoundBrowser> {
  const reasons: string[] = [];
  for (const find of [systemBrowser, packagedBrowser]) {
    try {
      const executablePath = await find();
      if (executablePath === null) continue;
      const browser = await playwright.launch({
        executablePath,
        args: FLAGS,
        timeout: START_TIMEOUT_MS,
      });
      return { browser };
    } catch (error) {
      reasons.push(error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error));
    }
  }
  const reason = reasons.join('; ') || 'there is no Chrome or Chromium on this machine';
  if (process.env['CI']) throw new Error(`The dashboard was not tested in a browser: ${reason}`);
  return { reason };
}

async function systemBrowser(): Promise<string | null> {
  return SYSTEM_BROWSERS.find((path) => existsSync(path)) ?? null;
}

async function packagedBrowser(): Promise<string | null> {
  if (process.platform !== 'linux' || process.arch !== 'x64') return null;
  const { default: chromium } = await import('@sparticuz/chromium');
  return chromium.executablePath();
}

/** Tests in a real browser; without one they are skipped, and say why. */
export async function describeInBrowser(
  name: string,
  tests: (browser: Browser) => void,
): Promise<void> {
  const found = await startBrowser();
  if ('reason' in found) {
    describe.skipIf(true)(`${name} (skipped: ${found.reason})`, () => tests(undefined as never));
    return;
  }
  describe(name, () => {
    afterAll(() => found.browser.close());
    tests(found.browser);
  });
}
