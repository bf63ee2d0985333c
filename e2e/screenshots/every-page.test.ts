import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { projectRoot } from '../architecture/project-root.ts';
import { SET_UP_SCREENS, WATCHED_SCREENS } from '../browser/accessible-screens.ts';
import { EMPTY_SCREENS, overfullScreens, ROWLESS_SCREENS, usualScreens } from './screens.ts';
import { pictureName, SIZES, type Size, THEMES } from './take-pictures.ts';

const ROUTES = readRoutes();
const ids = { model: 'm', alertId: 'a', fileId: 'f' };
const PICTURES = {
  empty: [...EMPTY_SCREENS, ...ROWLESS_SCREENS],
  usual: usualScreens(ids),
  overfull: overfullScreens(ids),
};
const AXE = [...WATCHED_SCREENS, ...SET_UP_SCREENS];

/** Every route that the dashboard has, wherever under src/web it is made. */
function readRoutes(): string[] {
  const root = join(projectRoot, 'src/web');
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' });
  return files
    .filter((name) => /\.tsx?$/.test(name))
    .flatMap((name) => {
      const text = readFileSync(join(root, name), 'utf8');
      const made = [...text.matchAll(/\bcreateRoute\(/g)].length;
      const paths = made === 0 ? [] : [...text.matchAll(/\bpath: '([^']+)'/g)];
      expect(paths.length, `${name} makes routes whose paths cannot be read`).toBe(made);
      return paths.map(([, path]) => path ?? '');
    });
}

function shows(route: string, path: string): boolean {
  const pattern = route.split('/').map((part) => (part.startsWith('$') ? '[^/]+' : part));
  return new RegExp(`^${pattern.join('/')}$`).test(path.split('?')[0] ?? '');
}

test('the routes of the dashboard are found', () => {
  expect(ROUTES).toEqual(expect.arrayContaining(['/', '/models/$model', '/settings']));
  expect(shows('/models/$model', '/models/loans')).toBe(true);
  expect(shows('/models/$model', '/models/loans/segments')).toBe(false);
});

describe.each(ROUTES)('%s', (route) => {
  test.each(Object.entries(PICTURES))('has a picture, %s', (_, screens) => {
    expect(screens.filter(({ path }) => shows(route, path))).not.toEqual([]);
  });
  test('is looked at by axe', () => {
    expect(AXE.filter(({ path }) => shows(route, path))).not.toEqual([]);
  });
});

test('every picture is kept, light and dark, of a desktop and a phone, and no other', () => {
  const wanted = Object.values(PICTURES)
    .flat()
    .flatMap(({ name }) =>
      (Object.keys(SIZES) as Size[]).flatMap((size) =>
        THEMES.map((theme) => pictureName(name, size, theme)),
      ),
    );
  expect(readdirSync(join(projectRoot, 'docs/images')).sort()).toEqual(wanted.sort());
});
