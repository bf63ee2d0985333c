import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';

const BUILT = fileURLToPath(new URL('../../dist/web/', import.meta.url));
const FIRST_LOAD_BYTES = 300 * 1024;

const html = () => readFileSync(`${BUILT}index.html`, 'utf8');
const compressed = (path: string) => gzipSync(readFileSync(`${BUILT}${path}`)).length;

test('the first load is at most 300 KB of compressed script', () => {
  const first = [...html().matchAll(/(?:src|href)="\/([^"]+\.js)"/g)].map(([, path]) => path ?? '');
  expect(first).toContain('theme.js');
  expect(first.length).toBeGreaterThan(1);
  expect(first.reduce((sum, path) => sum + compressed(path), 0)).toBeLessThan(FIRST_LOAD_BYTES);
});

test('the drawing library comes later, and all script together is not much more', () => {
  const scripts = readdirSync(`${BUILT}assets`).filter((name) => name.endsWith('.js'));
  const drawing = scripts.filter((name) => name.startsWith('draw-strip'));
  expect(drawing).toHaveLength(1);
  expect(html()).not.toContain('draw-strip');
  const all = scripts.reduce((sum, name) => sum + compressed(`assets/${name}`), 0);
  expect(all).toBeLessThan(1.2 * FIRST_LOAD_BYTES);
});

test('nothing in the page points to another machine', () => {
  expect(html()).not.toMatch(/(?:src|href)="(?:https?:)?\/\//);
  const styles = readdirSync(`${BUILT}assets`).filter((name) => name.endsWith('.css'));
  for (const name of styles) {
    expect(readFileSync(`${BUILT}assets/${name}`, 'utf8')).not.toMatch(/url\(|@import/);
  }
});
