import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { type Browser, chromium as playwright } from 'playwright-core';
import { testDirectory } from './engines.ts';

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

const START_TIMEOUT_MS = 60_000;

interface Executable {
  readonly path: string;
  /** Removes what was unpacked for it. */
  clear(): Promise<void>;
}

/** A real browser, or why there is none. */
export type FoundBrowser =
  | { readonly browser: Browser; close(): Promise<void> }
  | { readonly reason: string };

/** Starts the browser of the system, else the one that comes with the packages, which runs on
 *  Linux x64 alone. In CI having none is an error: there nobody reads what was skipped. */
export async function startBrowser(): Promise<FoundBrowser> {
  const reasons: string[] = [];
  for (const find of [systemBrowser, packagedBrowser]) {
    const found = await find();
    if (found === null) continue;
    try {
      const browser = await launch(found.path);
      return {
        browser,
        async close() {
          await browser.close();
          await found.clear();
        },
      };
    } catch (error) {
      await found.clear();
      reasons.push(error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error));
    }
  }
  const reason = reasons.join('; ') || 'there is no Chrome or Chromium on this machine';
  if (process.env['CI']) throw new Error(`The dashboard was not tested in a browser: ${reason}`);
  return { reason };
}

const launch = (executablePath: string) =>
  playwright.launch({ executablePath, args: FLAGS, timeout: START_TIMEOUT_MS });

async function systemBrowser(): Promise<Executable | null> {
  const path = SYSTEM_BROWSERS.find((candidate) => existsSync(candidate));
  return path === undefined ? null : { path, clear: async () => {} };
}

/** Unpacked into a directory of its own: the package would put it where another test process may
 *  be unpacking it just now, and leave it there. */
async function packagedBrowser(): Promise<Executable | null> {
  if (process.platform !== 'linux' || process.arch !== 'x64') return null;
  const directory = await testDirectory();
  const before = process.env['TMPDIR'];
  process.env['TMPDIR'] = directory;
  try {
    const { default: chromium } = await import('@sparticuz/chromium');
    const path = await chromium.executablePath();
    return { path, clear: () => rm(directory, { recursive: true, force: true }) };
  } finally {
    if (before === undefined) delete process.env['TMPDIR'];
    else process.env['TMPDIR'] = before;
  }
}
