import type { ReportColumn, Severity } from './report.ts';

const GRAVITY: Readonly<Record<Severity, number>> = {
  critical: 4,
  warning: 3,
  insufficient_data: 2,
  ok: 1,
  no_data: 0,
};

/** The most important finding first: the gravest, then the one farthest beyond its bound; what is
 *  equal keeps the order of the file. */
export function rankColumns(columns: readonly ReportColumn[]): ReportColumn[] {
  return [...columns].sort(
    (a, b) => GRAVITY[b.severity] - GRAVITY[a.severity] || excessOf(b) - excessOf(a),
  );
}

/** How large the largest effect is: distances on one scale, that of the stability index, and shares
 *  that went astray as they are. */
export function excessOf({ metrics }: ReportColumn): number {
  return Math.max(
    0,
    Math.sqrt(Math.max(0, metrics['population_stability_index']?.value ?? 0)),
    metrics['kolmogorov_smirnov']?.value ?? 0,
    metrics['missing_ratio']?.severity === 'ok' ? 0 : (metrics['missing_ratio']?.value ?? 0),
  );
}
