import type { Browser, Page } from 'playwright-core';

export interface PageTimes {
  /** Address typed or link followed from a chat: to content on the screen. */
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly visits: number;
}

export interface Visit {
  readonly path: string;
  /** All of these are there once the page has its content. */
  readonly content: readonly string[];
}

/** Opens each address in a page of its own, as somebody who was here before: scripts are in the
 *  browser's cache, data is not. */
export async function measurePages(
  browser: Browser,
  url: string,
  visits: readonly Visit[],
): Promise<PageTimes> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  try {
    const [first] = visits;
    if (first === undefined) throw new Error('No page is measured.');
    const times: number[] = [];
    // The first one fills the cache and warms the server, and does not count.
    for (const [index, visit] of [first, ...visits].entries()) {
      const page = await context.newPage();
      const ms = await timeToContent(page, `${url}${visit.path}`, visit.content);
      if (index > 0) times.push(ms);
      await page.close();
    }
    times.sort((a, b) => a - b);
    const at = (share: number) =>
      Math.round(
        times[Math.min(times.length - 1, Math.ceil(share * times.length) - 1)] ?? Number.NaN,
      );
    return { p50Ms: at(0.5), p95Ms: at(0.95), visits: times.length };
  } finally {
    await context.close();
  }
}

/** From the start of the navigation to the frame after which the content is on the screen. */
async function timeToContent(page: Page, address: string, content: readonly string[]) {
  await page.addInitScript({ content: watchFor(content) });
  await page.goto(address, { waitUntil: 'commit' });
  const handle = await page.waitForFunction('window.contentMs', undefined, { timeout: 60_000 });
  return Number(await handle.jsonValue());
}

/** As text: what is compiled here would name things that the page does not have. */
const watchFor = (content: readonly string[]) => `
  const selectors = ${JSON.stringify(content)};
  function look() {
    if (!selectors.every((one) => document.querySelector(one) !== null)) requestAnimationFrame(look);
    else requestAnimationFrame(() => setTimeout(() => (window.contentMs = performance.now())));
  }
  requestAnimationFrame(look);`;
