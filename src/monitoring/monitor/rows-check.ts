import type { WindowProfile } from '../../metrics/profile.ts';
import { volumeMetric } from '../../metrics/service/volume.ts';
import type { CheckResult } from '../alert/alert.ts';

/** A monitor that minds windows without rows has one more check, so that a service that went
 *  silent raises one alert and not one for every check. */
export const ROWS_CHECK_ID = 'rows';

export function rowsResult(window: WindowProfile, segment: string): CheckResult {
  const silent = window.rows === 0;
  const { id, version } = volumeMetric.descriptor;
  const measured = volumeMetric.measure(window, {});
  return {
    checkId: ROWS_CHECK_ID,
    metric: id,
    metricVersion: version,
    column: null,
    segment,
    verdict: silent ? 'no_data' : 'ok',
    value: measured.kind === 'value' ? measured.value : null,
    warning: null,
    critical: null,
    n: window.rows,
    m: 0,
    reason: silent ? 'no_rows' : null,
  };
}
