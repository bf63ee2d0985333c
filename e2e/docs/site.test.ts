import { execFile } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { promisify } from 'node:util';
import fastifyStatic from '@fastify/static';
import Fastify, { type FastifyInstance } from 'fastify';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { describeInBrowser } from '../../src/testing/browser.ts';
import { testDirectory } from '../../src/testing/engines.ts';
import { projectRoot } from '../architecture/project-root.ts';
import { readContrasts, sidewaysScroll } from '../browser/read-contrasts.ts';

vi.setConfig({ testTimeout: 300_000, hookTimeout: 600_000 });

const VITEPRESS = join(projectRoot, 'node_modules/vitepress/bin/vitepress.js');

let site: string;
/** Of the pages, below the site. */
let pages: readonly string[];

beforeAll(async () => {
  site = await testDirectory();
  // A link to a page that does not exist makes it fail.
  await promisify(execFile)(process.execPath, [VITEPRESS, 'build', 'docs', '--outDir', site], {
    cwd: projectRoot,
    env: { ...process.env, NODE_ENV: 'production' },
  });
  pages = filesIn(site).filter((path) => path.endsWith('.html') && path !== '404.html');
});
afterAll(() => rm(site, { recursive: true, force: true }));

const filesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => posix.join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();

/** The file that a link on a page leads to. */
function targetOf(page: string, to: string): string {
  if (to === '') return page;
  const path = to.startsWith('/') ? to.slice(1) : posix.join(posix.dirname(page), to);
  return path === '' || path.endsWith('/') ? `${path}index.html` : path;
}

const html = (page: string) => readFileSync(join(site, page), 'utf8');

describe('the site of the docs', () => {
  test('has every page of the folder, and each of them is in the sidebar', () => {
    const sources = filesIn(join(projectRoot, 'docs')).filter((path) => path.endsWith('.md'));
    const built = sources.map((path) => path.replace(/README\.md$/, 'index.md').slice(0, -3));
    expect(pages).toEqual(built.map((path) => `${path}.html`).sort());
    for (const page of pages) {
      expect(html('index.html'), page).toContain(
        `href="/${page.replace(/(^|\/)index\.html$/, '$1')}"`,
      );
    }
  });

  test('leads to headings that exist', () => {
    const broken = pages.flatMap((page) =>
      [...html(page).matchAll(/<a [^>]*href="(?<path>[^"#:]*)#(?<id>[^"]+)"/g)].flatMap((link) => {
        const { path = '', id = '' } = link.groups ?? {};
        const target = targetOf(page, path);
        return html(target).includes(`id="${decodeURIComponent(id)}"`) ? [] : [`${page}: #${id}`];
      }),
    );
    expect(broken).toEqual([]);
  });

  test('names files of the repository instead of leading nowhere', () => {
    expect(html('flights.html')).toContain('<code>examples/flights</code>');
    const lost = pages.flatMap((page) =>
      [...html(page).matchAll(/<a [^>]*href="(?<to>[^"#:]+)(?=["#])/g)].flatMap(({ groups }) => {
        const to = groups?.['to'] ?? '';
        return existsSync(join(site, targetOf(page, to))) ? [] : [`${page}: ${to}`];
      }),
    );
    expect(lost).toEqual([]);
  });
});

await describeInBrowser('the site of the docs, without a network', (browser) => {
  let server: FastifyInstance;
  let url: string;
  let page: Page;
  const elsewhere: string[] = [];
  const errors: string[] = [];

  beforeAll(async () => {
    server = Fastify();
    await server.register(fastifyStatic, { root: site });
    url = await server.listen({ host: '127.0.0.1', port: 0 });
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
    await context.route(
      (to) => !/^(?:https?:\/\/127\.0\.0\.1[:/]|data:)/.test(to.href),
      (route) => {
        elsewhere.push(route.request().url());
        return route.abort();
      },
    );
    page = await context.newPage();
    page.on('console', (message) => {
      if (message.type() === 'error') errors.push(message.text());
    });
    page.on('pageerror', (error) => errors.push(error.message));
  });
  afterAll(async () => {
    await page?.context().close();
    await server?.close();
  });

  test('finds what was typed, and goes there', async () => {
    await page.goto(`${url}/`);
    await page.getByRole('button', { name: 'Search' }).first().click();
    await page.getByRole('searchbox').fill('silence');
    await page.locator('.VPLocalSearchBox .result[href^="/silences.html"]').first().click();
    await page.getByRole('heading', { level: 1, name: 'Silences' }).waitFor();
  });

  test.each(['light', 'dark'] as const)('can be read in %s', async (colorScheme) => {
    await page.emulateMedia({ colorScheme });
    await page.goto(`${url}/operations.html`);
    const dark = await page.evaluate(() => document.documentElement.classList.contains('dark'));
    expect(dark).toBe(colorScheme === 'dark');
    expect((await readContrasts(page)).filter(({ ratio }) => ratio < 4.5)).toEqual([]);
  });

  test('does not scroll sideways on a phone, whatever the page', async () => {
    await page.setViewportSize({ width: 390, height: 844 });
    const wide: string[] = [];
    for (const path of pages) {
      await page.goto(`${url}/${path}`);
      if ((await sidewaysScroll(page)) > 0) wide.push(path);
    }
    expect(wide).toEqual([]);
  });

  test('asked nobody else for anything, and said nothing on the console', () => {
    expect(elsewhere).toEqual([]);
    expect(errors).toEqual([]);
  });
});
