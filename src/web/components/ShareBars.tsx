export interface ShareBarsProps {
  shares: readonly { name: string; before: number | null; after: number | null }[];
}

/** Shares before and after, one scale for all of them. */
export function ShareBars({ shares }: ShareBarsProps) {
  const most = Math.max(...shares.flatMap(({ before, after }) => [before ?? 0, after ?? 0]));
  if (!(most > 0)) return null;
  const width = (share: number | null) => `${((share ?? 0) / most) * 100}%`;
  return (
    <ul className="bars" aria-hidden="true">
      {shares.map((share) => (
        <li key={share.name}>
          <span className="bars-name" title={share.name}>
            {share.name}
          </span>
          <span className="bars-pair">
            <i className="is-before" style={{ width: width(share.before) }} />
            <i className="is-after" style={{ width: width(share.after) }} />
          </span>
        </li>
      ))}
    </ul>
  );
}
