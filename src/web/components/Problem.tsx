import { ApiProblem } from '../api/api-problem.ts';

export interface ProblemProps {
  error: Error;
  onRetry: () => void;
}

/** The page could not be read at all. */
export function Problem({ error, onRetry }: ProblemProps) {
  return (
    <section className="notice" role="alert">
      <h1>{error.message}</h1>
      <p>{error instanceof ApiProblem ? error.hint : 'Try again; if it comes back, report it.'}</p>
      <button type="button" onClick={onRetry}>
        Try again
      </button>
    </section>
  );
}
