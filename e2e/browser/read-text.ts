import type { Locator } from 'playwright-core';

/** The text of an element on one line, as one would read it out. */
export async function textOf(locator: Locator): Promise<string> {
  return ((await locator.textContent()) ?? '').replace(/\s+/g, ' ').trim();
}
