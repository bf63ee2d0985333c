import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import type { Screen } from './screens.ts';

const SIZES = {
  desktop: { width: 1440, height: 900 },
  phone: { width: 390, height: 844 },
} as const;
const THEMES = ['light', 'dark'] as const;
/** A page may be as long as it likes; a picture shows this much of it. */
const MOST_HEIGHT = { desktop: 1_100, phone: 1_000 } as const;

export interface Place {
  readonly url: string;
  readonly out: string;
  readonly say: (line: string) => void;
}

/** Every screen in both themes and both sizes; rare ones in one theme. */
export async function takePictures(
  browser: Browser,
  { url, out, say }: Place,
  screens: readonly Screen[],
): Promise<void> {
  for (const size of ['desktop', 'phone'] as const) {
    for (const theme of THEMES) {
      const context = await browser.newContext({
        viewport: SIZES[size],
        colorScheme: theme,
        reducedMotion: 'reduce',
        ...(size === 'phone' ? { hasTouch: true, isMobile: true } : {}),
      });
      for (const screen of screens) {
        if (screen.rare && theme === 'dark') continue;
        const page = await context.newPage();
        await page.goto(`${url}${screen.path}`);
        await page.locator(screen.ready).first().waitFor();
        if (screen.key !== undefined) await page.keyboard.press(screen.key);
        // Charts and what is read after the page come a moment later.
        await page.waitForLoadState('load');
        await page.waitForTimeout(600);
        const length = await page.evaluate(() => document.documentElement.scrollHeight);
        const height = Math.max(SIZES[size].height, Math.min(MOST_HEIGHT[size], length));
        await page.setViewportSize({ width: SIZES[size].width, height });
        await page.waitForTimeout(200);
        const name = `${screen.name}-${size}-${theme}.png`;
        await page.screenshot({ path: join(out, name) });
        say(name);
        await page.close();
      }
      await context.close();
    }
  }
}
