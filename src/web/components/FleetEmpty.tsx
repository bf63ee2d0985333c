export function FleetEmpty() {
  return (
    <section className="notice" aria-label="First steps">
      <p>Register a model, give it a baseline, and send it predictions:</p>
      <pre>
        <code>{`leeway model create flights --time-zone America/Chicago
leeway baseline create flights january.csv
leeway import flights february.csv --as predictions`}</code>
      </pre>
      <p>
        Or look at one that is alive: <code>leeway demo</code>. This page fills by itself.
      </p>
    </section>
  );
}
