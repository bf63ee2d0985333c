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
  const show = (bound: number) => formatMeasured(bound, unit);
  const at = (one: number) => `${((one - least) / (most - least)) * 100}%`;
  return (
    <div className="bound-scale" aria-hidden="true">
      <i className="bound-value" style={{ width: at(value) }} />
      {warning !== null && <BoundMark kind="warning" at={at(warning)} bound={show(warning)} />}
      {critical !== null && critical !== warning && (
        <BoundMark kind="critical" at={at(critical)} bound={show(critical)} />
      )}
    </div>
  );
}

interface BoundMarkProps {
  kind: 'warning' | 'critical';
  at: string;
  bound: string;
}

function BoundMark({ kind, at, bound }: BoundMarkProps) {
  // Its number stays within the line.
  const side = Number.parseFloat(at) > 75 ? 'is-left' : '';
  return (
    <i className={`bound-mark is-${kind} ${side}`} style={{ left: at }}>
      <span>{bound}</span>
    </i>
  );
}
