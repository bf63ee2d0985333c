import { expect, test } from 'vitest';
import { formatTick } from './number.ts';

test('long numbers on an axis are written as the language shortens them', () => {
  const asTheLanguage = new Intl.NumberFormat('en-US', {
    notation: 'compact',
    maximumFractionDigits: 1,
  });
  const edges = [1000, 1049, 1050, 1051, 999_949, 999_950, 1e6, 12.34e6, 999.95e6, 1e9, 1e12, 9e14];
  const spread = Array.from({ length: 500 }, (_, place) => 1000 * 1.055 ** place);
  for (const size of [...edges, ...spread.filter((one) => one < 9e14)]) {
    expect(formatTick(size, 'rows')).toBe(asTheLanguage.format(size));
    expect(formatTick(-size, 'rows')).toBe(asTheLanguage.format(-size));
  }
});

test.each([
  ['a share', 0.0825, 'ratio', '8.25 %'],
  ['a step that has no exact double', 0.1 + 0.2, 'ratio', '30 %'],
  ['below a thousand', 999, 'rows', '999'],
  ['nothing', 0, 'rows', '0'],
])('a tick: %s', (_, value, unit, expected) => {
  expect(formatTick(value, unit)).toBe(expected);
});
