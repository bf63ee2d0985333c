import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import type { Screen } from './screens.ts';

export const SIZES = {
  desktop: { width: 1280, height: 800 },
  phone: { width: 390, height: 844 },
} as const;
export const THEMES = ['light', 'dark'] as const;
export type Size = keyof typeof SIZES;
/** A page may be as long as it likes; a picture shows this much of it. */
const MOST_HEIGHT = { desktop: 1_000, phone: 1_000 } as const;
/** Letters stay sharp, and a picture weighs a fifth of what it would as a PNG. */
const QUALITY = 70;

export interface Place {
  readonly url: string;
  readonly out: string;
  readonly say: (line: string) => void;
  readonly sizes: readonly Size[];
  /** Of a server that asks for one. */
  readonly key?: string;
}

export const pictureName = (screen: string, size: Size, theme: string): string =>
  `${screen}-${size}-${theme}.webp`;

/** Every screen in these sizes and both themes. */
export async function takePictures(
  browser: Browser,
  { url, out, say, sizes, key }: Place,
  screens: readonly Screen[],
): Promise<void> {
  for (const size of sizes) {
    const context = await browser.newContext({
      viewport: SIZES[size],
      reducedMotion: 'reduce',
      locale: 'en-GB',
      timezoneId: 'UTC',
      ...(size === 'phone' ? { hasTouch: true, isMobile: true } : {}),
    });
    if (key !== undefined) {
      await context.addInitScript((own) => sessionStorage.setItem('leeway.key', own), key);
    }
    for (const { name, path, ready } of screens) {
      const page = await context.newPage();
      await page.goto(`${url}${path}`);
      await page
        .locator(ready)
        .first()
        .waitFor({ timeout: 90_000 })
        .catch((error: unknown) => {
          throw new Error(`${name} on a ${size} never had its ${ready}`, { cause: error });
        });
      // Charts and what is read after the page come a moment later.
      await page.waitForLoadState('load');
      await page.waitForTimeout(600);
      const length = await page.evaluate(() => document.documentElement.scrollHeight);
      const height = Math.max(SIZES[size].height, Math.min(MOST_HEIGHT[size], length));
      await page.setViewportSize({ width: SIZES[size].width, height });
      for (const theme of THEMES) {
        await page.emulateMedia({ colorScheme: theme });
        await page.waitForTimeout(250);
        await writeFile(join(out, pictureName(name, size, theme)), await capture(page));
      }
      say(`${name} on a ${size}`);
      await page.close();
    }
    await context.close();
  }
}

/** As WebP, which the driver has no word for, but the browser has. */
async function capture(page: Page): Promise<Buffer> {
  const session = await page.context().newCDPSession(page);
  const { data } = await session.send('Page.captureScreenshot', {
    format: 'webp',
    quality: QUALITY,
  });
  await session.detach();
  return Buffer.from(data, 'base64');
}
