import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { inlineScripts } from '../../src/server/http/static.ts';
import { type DashboardApp, startDashboard } from '../../src/testing/dashboard-app.ts';

const BUILT = fileURLToPath(new URL('../../dist/web/', import.meta.url));
const FIRST_LOAD_BYTES = 300 * 1024;

let dashboard: DashboardApp;
beforeAll(async () => {
  dashboard = await startDashboard({ now: () => 0 });
});
afterAll(() => dashboard.stop());

const html = () => readFileSync(`${BUILT}index.html`, 'utf8');
const assets = readdirSync(`${BUILT}assets`);
const scripts = assets.filter((name) => name.endsWith('.js'));

/** Bytes as the server sends them to a browser that is not on this machine. */
async function sizesAsSent(paths: readonly string[]): Promise<ReadonlyMap<string, number>> {
  const sizes = new Map<string, number>();
  const headers = { 'accept-encoding': 'gzip, deflate' };
  for (const path of paths) {
    const response = await dashboard.app.inject({ url: `/${path}`, headers });
    expect(response.statusCode, path).toBe(200);
    sizes.set(path, response.rawPayload.length);
  }
  return sizes;
}

/** A script with all that it imports before it runs. What it imports later is `import(…)`. */
function withImports(path: string, found = new Set<string>()): ReadonlySet<string> {
  if (found.has(path)) return found;
  found.add(path);
  const code = readFileSync(`${BUILT}${path}`, 'utf8');
  for (const [, name] of code.matchAll(/(?:from|import)\s*["'`]\.\/([^"'`]+\.js)["'`]/g)) {
    withImports(`assets/${name}`, found);
  }
  return found;
}

test('whatever page comes first, it needs at most 300 KB of script as it is sent', async () => {
  const named = [...html().matchAll(/(?:src|href)="\/([^"]+\.js)"/g)].map(([, path]) => path ?? '');
  expect(named.length).toBeGreaterThan(1);
  const pages = scripts.filter((name) => /^[A-Z]\w*Page-/.test(name));
  expect(pages.length).toBeGreaterThan(7);
  const sizes = await sizesAsSent(scripts.map((name) => `assets/${name}`));
  for (const page of pages) {
    const needed = new Set([...named, `assets/${page}`].flatMap((path) => [...withImports(path)]));
    const bytes = [...needed].reduce((sum, path) => sum + (sizes.get(path) ?? Number.NaN), 0);
    expect(bytes + html().length, page).toBeLessThan(FIRST_LOAD_BYTES);
  }
});

test('the script in the page itself is small, and imports nothing', () => {
  const [script = '', ...more] = inlineScripts(BUILT);
  expect(more).toEqual([]);
  expect(script).toContain('/v1/');
  expect(script).not.toMatch(/\bimport\b/);
  expect(script.length).toBeLessThan(4_096);
});

test('files are sent as the browser can read them, and always the same content', async () => {
  const open = { br: brotliDecompressSync, gzip: gunzipSync };
  for (const name of assets.filter((one) => /\.(?:js|css)$/.test(one))) {
    const content = readFileSync(`${BUILT}assets/${name}`);
    const plain = await dashboard.app.inject(`/assets/${name}`);
    expect(plain.headers['content-encoding'], name).toBeUndefined();
    expect(plain.rawPayload.equals(content), name).toBe(true);
    if (content.length < 1_024) continue;
    for (const encoding of ['br', 'gzip'] as const) {
      const response = await dashboard.app.inject({
        url: `/assets/${name}`,
        headers: { 'accept-encoding': encoding },
      });
      expect(response.headers, name).toMatchObject({
        'content-encoding': encoding,
        'content-type': plain.headers['content-type'],
        'cache-control': 'public, max-age=31536000, immutable',
        vary: 'accept-encoding',
      });
      expect(open[encoding](response.rawPayload).equals(content), name).toBe(true);
    }
  }
});

test('nothing in the page points to another machine', () => {
  expect(html()).not.toMatch(/(?:src|href)="(?:https?:)?\/\//);
  const styles = assets.filter((name) => name.endsWith('.css'));
  for (const name of styles) {
    expect(readFileSync(`${BUILT}assets/${name}`, 'utf8')).not.toMatch(/url\(|@import/);
  }
});
