import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fillControlPlane } from './fill-control-plane.ts';
import { fillEvaluations } from './fill-evaluations.ts';
import { fillTelemetry, type Scale } from './fill-telemetry.ts';
import type { BenchData } from './open-data.ts';

const HOUR = 3_600;
const PROFILED = 20;

/** Fills both stores, or finds that an earlier run did. */
export async function fillOnce(
  data: BenchData,
  models: number,
  say: (line: string) => void,
): Promise<Scale> {
  const note = join(data.directory, 'scale.json');
  if (existsSync(note)) {
    const scale = JSON.parse(readFileSync(note, 'utf8')) as Scale;
    if (scale.models !== models) {
      throw new Error(
        `${data.directory} holds ${scale.models} models and not ${models}: name another directory`,
      );
    }
    return scale;
  }
  const scale: Scale = {
    models,
    features: 50,
    dailyWindows: 90,
    hourlyWindows: 720,
    profiled: Math.min(PROFILED, models),
    end: Math.floor(Date.now() / 1000 / HOUR) * HOUR,
  };
  const begun = Date.now();
  await fillControlPlane(data.postgres.pool, scale);
  await fillTelemetry(data.clickhouse.client, scale, say);
  await fillEvaluations(data.postgres.pool, scale, say);
  say(`filled in ${Math.round((Date.now() - begun) / 1000)} s`);
  writeFileSync(note, `${JSON.stringify(scale)}\n`);
  return scale;
}
