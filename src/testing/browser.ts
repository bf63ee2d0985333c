import type { Browser } from 'playwright-core';
import { afterAll, describe } from 'vitest';
import { startBrowser } from './start-browser.ts';

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
    afterAll(() => found.close());
    tests(found.browser);
  });
}
