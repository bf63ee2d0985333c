import type { AlertDetailsBody } from '../../contract/alert-details.ts';
import { formatMeasured } from '../format/number.ts';

export interface BoundScaleProps {
  alert: Pick<AlertDetailsBody, 'value' | 'warning' | 'critical'>;
  unit: string;
}

/** How far the value is beyond its bounds, on a line. What it shows stands beside it in words. */
export function BoundScale({ alert: { value, warning, critical }, unit }: BoundScaleProps) {
  if (value === null || (warning === null && critical === null)) return null;
  const marks = [value, warning, critical].filter((one) => one !== null);
  const least = Math.min(0, ...marks);
  const most = Math.max(0, ...marks) * 1.04;
  if (!(most > least)) return null;
  const at = (one: number) => `${((one - least) / (most - least)) * 100}%`;
  return (
    <div className="bound-scale" aria-hidden="true">
      <i className="bound-value" style={{ width: at(value) }} />
      {warning !== null && (
        <i className="bound-mark is-warning" style={{ left: at(warning) }}>
          <span>{formatMeasured(warning, unit)}</span>
        </i>
      )}
      {critical !== null && critical !== warning && (
        <i className="bound-mark is-critical" style={{ left: at(critical) }}>
          <span>{formatMeasured(critical, unit)}</span>
        </i>
      )}
    </div>
  );
}
