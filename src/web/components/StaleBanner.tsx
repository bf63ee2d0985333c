import { formatClock, readersZone } from '../format/time.ts';

export interface StaleBannerProps {
  error: Error | null;
  updatedAtMs: number;
}

/** What is shown is old, because the last attempt to refresh it failed. Its place is always
 *  there, so that nothing moves when it comes. */
export function StaleBanner({ error, updatedAtMs }: StaleBannerProps) {
  return (
    <p className="stale-banner" role="status">
      {error !== null && (
        <>
          As of {formatClock(updatedAtMs, readersZone())}. {error.message} Trying again.
        </>
      )}
    </p>
  );
}
