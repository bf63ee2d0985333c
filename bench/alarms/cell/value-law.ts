/** A continuous distribution with a closed form, so that masses between edges are exact. */
export interface ValueLaw {
  readonly name: string;
  quantile(p: number): number;
  below(x: number): number;
}

export const VALUE_LAWS = {
  uniform: {
    name: 'uniform',
    quantile: (p) => p,
    below: (x) => Math.min(1, Math.max(0, x)),
  },
  logistic: {
    name: 'logistic',
    quantile: (p) => Math.log(p / (1 - p)),
    below: (x) => 1 / (1 + Math.exp(-x)),
  },
  /** Shape 4: moments up to the third, as of amounts of money. */
  heavy: {
    name: 'log-logistic 4',
    quantile: (p) => (p / (1 - p)) ** 0.25,
    below: (x) => (x <= 0 ? 0 : 1 / (1 + x ** -4)),
  },
} as const satisfies Record<string, ValueLaw>;
