import type { OverviewGrain } from '../../contract/model-overview.ts';
import type { VolumePoint } from '../../monitoring/health/volume-read-model.ts';
import type { Window } from '../../monitoring/window/window.ts';
import { nextWindow, windowContaining } from '../../monitoring/window/windows.ts';

export interface VolumeBucket extends Window {
  readonly rows: number;
  readonly erroneousRows: number;
}

/** A bucket per window from the first prediction to where counting has come: in between, a window
 *  that was not counted had no prediction. The last bucket ends there too, so that a day that has
 *  just begun does not look like a fall; the first one begins with the first prediction. */
export function fillVolume(
  points: readonly VolumePoint[],
  range: Window,
  known: Window | null,
  grain: OverviewGrain,
  timeZone: string,
): VolumeBucket[] {
  if (known === null) return [];
  const counted = new Map(points.map((point) => [point.startMs, point]));
  const untilMs = Math.min(range.endMs, known.endMs);
  const fromMs = Math.max(range.startMs, known.startMs);
  const buckets: VolumeBucket[] = [];
  for (
    let window = windowContaining(fromMs, grain, timeZone);
    window.startMs < untilMs;
    window = nextWindow(window, grain, timeZone)
  ) {
    const point = counted.get(window.startMs);
    buckets.push({
      startMs: Math.max(window.startMs, known.startMs),
      endMs: Math.min(window.endMs, known.endMs),
      rows: point?.rows ?? 0,
      erroneousRows: point?.erroneousRows ?? 0,
    });
  }
  return buckets;
}
