import { expect, it } from 'vitest';
import { formatBytes, formatSpan } from './span.ts';

it.each([
  [0, '0 ms'],
  [0.25, '250 ms'],
  [45, '45 s'],
  [720, '12 min'],
  [3 * 3600 + 1800, '3.5 h'],
  [4 * 86_400, '4 d'],
])('%i seconds read %s', (seconds, text) => {
  expect(formatSpan(seconds)).toBe(text);
});

it.each([
  [0, '0 B'],
  [1023, '1,020 B'],
  [1536, '1.5 KiB'],
  [72_437_145_600, '67.5 GiB'],
])('%i bytes read %s', (bytes, text) => {
  expect(formatBytes(bytes)).toBe(text);
});
