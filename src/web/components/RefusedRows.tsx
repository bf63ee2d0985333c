import type { ImportBody } from '../../contract/import.ts';

/** Rows that were refused, by code, and the first of them with the reason. */
export function RefusedRows({ state }: { state: ImportBody }) {
  const { refused, refusedByCode } = state;
  if (refusedByCode.length === 0) return null;
  const all = refusedByCode.reduce((sum, one) => sum + one.rows, 0);
  return (
    <section className="panel" aria-labelledby="refused-title">
      <h2 id="refused-title">
        {all.toLocaleString('en')} row{all === 1 ? ' was' : 's were'} refused; the others were not
        touched
      </h2>
      <p className="muted">
        {refusedByCode.map(({ code, rows }) => `${code}: ${rows.toLocaleString('en')}`).join(', ')}
      </p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls has to be reachable */}
      <section className="table-scroll refused-scroll" tabIndex={0} aria-label="Refused rows">
        <table className="numbers">
          <thead>
            <tr>
              <th scope="col">Row</th>
              <th scope="col">Code</th>
              <th scope="col">Why</th>
            </tr>
          </thead>
          <tbody>
            {refused.map(({ rowNumber, code, message }) => (
              <tr key={`${rowNumber} ${code}`}>
                <td>{rowNumber}</td>
                <td>{code}</td>
                <td>{message}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </section>
  );
}
