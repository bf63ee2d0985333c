import { Link } from '@tanstack/react-router';

export function NotFoundPage() {
  return (
    <section className="notice">
      <h1>There is no such page.</h1>
      <p>
        <Link to="/">All models</Link>
      </p>
    </section>
  );
}
