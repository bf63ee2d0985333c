export interface HeatMapWaitingProps {
  error: Error | null;
  onRetry: () => void;
}

/** Holds the place of the heat map until it is there. */
export function HeatMapWaiting({ error, onRetry }: HeatMapWaitingProps) {
  return (
    <section className="panel" aria-labelledby="heat-title" aria-busy={error === null}>
      <h2 id="heat-title">Columns over time</h2>
      {error === null ? (
        <span className="skeleton" style={{ width: '100%', height: 320 }}>
          Reading the columns
        </span>
      ) : (
        <p role="alert">
          {error.message}{' '}
          <button type="button" className="link" onClick={onRetry}>
            Try again
          </button>
        </p>
      )}
    </section>
  );
}
