/** Pixels left and right of every plot: one time axis for all of them. */
export const GUTTER_LEFT = 56;
export const GUTTER_RIGHT = 12;

export function timeAt(x: number, width: number, fromMs: number, toMs: number): number {
  const share = (x - GUTTER_LEFT) / (width - GUTTER_LEFT - GUTTER_RIGHT);
  return fromMs + Math.max(0, Math.min(1, share)) * (toMs - fromMs);
}

/** Position of a time, as CSS: it holds at any width. */
export function leftOf(ms: number, fromMs: number, toMs: number): string {
  const share = (ms - fromMs) / (toMs - fromMs);
  return `calc(${GUTTER_LEFT}px + (100% - ${GUTTER_LEFT + GUTTER_RIGHT}px) * ${share.toFixed(5)})`;
}
