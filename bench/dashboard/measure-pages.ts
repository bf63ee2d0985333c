import { setTimeout } from 'node:timers/promises';
import type { Browser, BrowserContext } from 'playwright-core';

export interface Times {
  readonly p50: number;
  readonly p95: number;
}

export interface PageTimes {
  /** From the start of the navigation to content, in a browser that was never here before. */
  readonly coldMs: Times;
  /** The same with scripts and styles in the browser's cache. */
  readonly cachedMs: Times;
  /** Of that, until the last answer of the API had come. */
  readonly answeredMs: Times;
  /** One question of the page, as the page sees it: the slowest one. */
  readonly slowestAnswerMs: Times;
  /** The first visit of all: nothing of it was asked of the server before. */
  readonly firstVisitMs: number;
  readonly answerKilobytes: number;
  /** Script as it came over the wire. */
  readonly scriptKilobytes: number;
  readonly visits: number;
}

export interface Visit {
  readonly path: string;
  /** All of these are there once the page has its content. */
  readonly content: readonly string[];
  /** None of these is there any more. */
  readonly unfinished: readonly string[];
}

interface Seen {
  readonly contentMs: number;
  readonly answeredMs: number;
  readonly slowestAnswerMs: number;
  readonly answerBytes: number;
  readonly scriptBytes: number;
}

/** Opens each address twice: in a browser without any cache, and in one that was here before. Data
 *  is never cached. */
export async function measurePages(
  browser: Browser,
  url: string,
  visits: readonly Visit[],
): Promise<PageTimes> {
  const [first] = visits;
  if (first === undefined) throw new Error('No page is measured.');
  const visit = async (context: BrowserContext, { path, content, unfinished }: Visit) => {
    const page = await context.newPage();
    let tell: (seen: Seen) => void = () => {};
    const told = new Promise<Seen>((resolve) => {
      tell = resolve;
    });
    await page.exposeFunction('tellSeen', (seen: Seen) => tell(seen));
    await page.addInitScript({ content: watchFor(content, unfinished) });
    await page.goto(`${url}${path}`, { waitUntil: 'commit' });
    const seen = await Promise.race([told, setTimeout(PATIENCE_MS, null, { ref: false })]);
    await page.close();
    if (seen === null) throw new Error(`${path} had no content in time.`);
    return seen;
  };
  const freshly = async (one: Visit) => {
    const context = await browser.newContext(SCREEN);
    try {
      return await visit(context, one);
    } finally {
      await context.close();
    }
  };

  const firstVisit = await freshly(first);
  const cold: Seen[] = [];
  for (const one of visits) cold.push(await freshly(one));
  const context = await browser.newContext(SCREEN);
  const cached: Seen[] = [];
  try {
    // Fills the cache.
    await visit(context, first);
    for (const one of visits) cached.push(await visit(context, one));
  } finally {
    await context.close();
  }
  const all = [...cold, ...cached];
  return {
    coldMs: timesOf(cold.map(({ contentMs }) => contentMs)),
    cachedMs: timesOf(cached.map(({ contentMs }) => contentMs)),
    answeredMs: timesOf(all.map(({ answeredMs }) => answeredMs)),
    slowestAnswerMs: timesOf(all.map(({ slowestAnswerMs }) => slowestAnswerMs)),
    firstVisitMs: Math.round(firstVisit.contentMs),
    answerKilobytes: Math.round(Math.max(...all.map(({ answerBytes }) => answerBytes)) / 1024),
    scriptKilobytes: Math.round(firstVisit.scriptBytes / 1024),
    visits: visits.length,
  };
}

const PATIENCE_MS = 60_000;
const SCREEN = { viewport: { width: 1440, height: 900 } };

function timesOf(values: readonly number[]): Times {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number) =>
    Math.round(sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN);
  return { p50: at(0.5), p95: at(0.95) };
}

/** Looks in every frame, and says the time after the frame that shows the content. As text: what is
 *  compiled here would name things that the page does not have. */
const watchFor = (content: readonly string[], unfinished: readonly string[]) => `
  const isThere = (one) => document.querySelector(one) !== null;
  function look() {
    const done = ${JSON.stringify(content)}.every(isThere) && !${JSON.stringify(unfinished)}.some(isThere);
    if (!done) requestAnimationFrame(look);
    else requestAnimationFrame(() => setTimeout(tell));
  }
  function tell() {
    const contentMs = performance.now();
    const loaded = performance.getEntriesByType('resource');
    const answers = loaded.filter(({ name }) => name.includes('/v1/') && !name.endsWith('/v1/events'));
    const scripts = loaded.filter(({ name }) => name.endsWith('.js'));
    const sum = (entries) => entries.reduce((bytes, { encodedBodySize }) => bytes + encodedBodySize, 0);
    window.tellSeen({
      contentMs,
      answeredMs: Math.max(0, ...answers.map(({ responseEnd }) => responseEnd)),
      slowestAnswerMs: Math.max(0, ...answers.map(({ duration }) => duration)),
      answerBytes: sum(answers),
      scriptBytes: sum(scripts),
    });
  }
  requestAnimationFrame(look);`;
