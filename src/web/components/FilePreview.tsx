import type { FileBody } from '../../contract/file.ts';

/** The first rows as they came. */
export function FilePreview({ file }: { file: FileBody }) {
  return (
    <details>
      <summary>The first {file.preview.length} rows</summary>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls has to be reachable */}
      <section className="table-scroll" tabIndex={0} aria-label={`First rows of ${file.name}`}>
        <table className="numbers preview">
          <thead>
            <tr>
              {file.columns.map((column) => (
                <th key={column.name} scope="col">
                  {column.name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {file.preview.map((row, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: rows of a file that does not change
              <tr key={index}>
                {file.columns.map((column, at) => (
                  <td key={column.name}>{row[at]}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </details>
  );
}
