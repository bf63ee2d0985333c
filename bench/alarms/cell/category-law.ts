/** The true shares of K categories. */
export interface CategoryLaw {
  readonly name: string;
  readonly shares: readonly number[];
}

export function uniformLaw(count: number): CategoryLaw {
  return {
    name: `uniform K=${count}`,
    shares: new Array<number>(count).fill(1 / count),
  };
}

/** The k-th heaviest has 1/k of the heaviest. */
export function zipfLaw(count: number): CategoryLaw {
  const heights = Array.from({ length: count }, (_, index) => 1 / (index + 1));
  const total = heights.reduce((sum, height) => sum + height, 0);
  return { name: `zipf K=${count}`, shares: heights.map((height) => height / total) };
}
