import { Link } from '@tanstack/react-router';

export function FleetEmpty() {
  return (
    <section className="notice" aria-label="First steps">
      <p>
        Bring a table of predictions, and a model is made of it with its baseline and its monitors:
      </p>
      <p>
        <Link to="/new" className="button primary">
          Bring a file
        </Link>
      </p>
      <p>Or from a terminal:</p>
      <pre>
        <code>leeway import predictions.csv</code>
      </pre>
      <p>
        Or look at one that is alive: <code>leeway demo</code>. This page fills by itself.
      </p>
    </section>
  );
}
