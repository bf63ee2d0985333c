import { Link } from '@tanstack/react-router';

/** Instead of a page about a model, or a part of one, that the server does not know. */
export function NotThere({ what }: { what: string }) {
  return (
    <section className="notice">
      <h1>{what}</h1>
      <p>It may have been renamed, or this key belongs to another project.</p>
      <p>
        <Link to="/">All models</Link>
      </p>
    </section>
  );
}

export const noModel = (name: string): string => `No model is called “${name}”.`;
