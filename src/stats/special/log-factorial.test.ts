import { expect, it } from 'vitest';
import { logFactorial } from './log-factorial.ts';

it.each([0, 1, 2, 20, 170])('is the logarithm of the product, %s', (k) => {
  let product = 1;
  for (let factor = 2; factor <= k; factor += 1) product *= factor;
  expect(logFactorial(k)).toBeCloseTo(Math.log(product), 10);
  // What is kept is what was found.
  expect(logFactorial(k)).toBe(logFactorial(k));
});

it.each([4_095, 4_096, 1_000_000])('grows by the logarithm of each factor, beyond %s', (k) => {
  expect(logFactorial(k + 1) - logFactorial(k)).toBeCloseTo(Math.log(k + 1), 6);
});
