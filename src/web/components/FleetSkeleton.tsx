const ROWS = 8;

/** The final layout without its content. */
export function FleetSkeleton() {
  return (
    <div aria-busy="true">
      <h1 className="question">Which models need me?</h1>
      <p className="answer">
        <span className="skeleton" style={{ width: '24ch' }}>
          Reading the fleet
        </span>
      </p>
      <p className="stale-banner" />
      <div className="filter">
        <span className="skeleton" style={{ width: '100%', height: 32 }} />
      </div>
      <div className="fleet" aria-hidden="true">
        {Array.from({ length: ROWS }, (_, row) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: placeholders have nothing else
          <div className="fleet-row" key={row}>
            <span className="skeleton" style={{ width: `${60 - row * 4}%` }} />
          </div>
        ))}
      </div>
    </div>
  );
}
