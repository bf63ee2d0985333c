import { useState } from 'react';
import type { BaselineBody } from '../../contract/baseline.ts';
import type { BaselineProposalBody } from '../../contract/baseline-history.ts';
import { formatDigits } from '../format/number.ts';
import { describeProblem } from '../format/problem.ts';
import { formatWindow } from '../format/time.ts';
import { HistoryForm } from './HistoryForm.tsx';

export interface ProposalSectionProps {
  model: string;
  proposed: BaselineProposalBody | undefined;
  problem: Error | null;
  active: BaselineBody | undefined;
  timeZone: string;
}

/** A stretch of the past that is best taken for normal, and what can be made of it. */
export function ProposalSection(props: ProposalSectionProps) {
  const { model, proposed, problem, active, timeZone } = props;
  const [open, setOpen] = useState(false);
  return (
    <section className="panel" aria-labelledby="proposal-title">
      <h2 id="proposal-title">A baseline from the past</h2>
      {proposed === undefined ? (
        <p className="muted" role="status">
          {problem === null ? 'Looking through the past …' : describeProblem(problem)}
        </p>
      ) : (
        <Proposal proposed={proposed} timeZone={timeZone} />
      )}
      {proposed !== undefined &&
        proposed.from !== null &&
        (open ? (
          <HistoryForm
            model={model}
            proposed={proposed}
            active={active}
            timeZone={timeZone}
            onClose={() => setOpen(false)}
          />
        ) : (
          <button type="button" onClick={() => setOpen(true)}>
            {proposed.proposal === null ? 'Choose a period' : 'Look at it, change it, make it'}
          </button>
        ))}
    </section>
  );
}

function Proposal({ proposed, timeZone }: { proposed: BaselineProposalBody; timeZone: string }) {
  const { proposal, why, against } = proposed;
  const show = ({ from, to }: { from: string; to: string }) =>
    formatWindow(Date.parse(from), Date.parse(to), timeZone);
  return (
    <>
      {proposal === null ? (
        <p>{why}</p>
      ) : (
        <>
          <p>
            <strong>{show(proposal)}</strong> is proposed: {proposal.days} days,{' '}
            {formatDigits(proposal.rows)} predictions.
          </p>
          <ul className="reasons">
            {proposal.reasons.map((reason) => (
              <li key={reason}>{reason}</li>
            ))}
          </ul>
        </>
      )}
      {against.length > 0 && (
        <details>
          <summary>What speaks against other days</summary>
          <dl className="against">
            {against.map((one) => (
              <div key={one.from}>
                <dt>{show(one)}</dt>
                <dd>{one.reason}</dd>
              </div>
            ))}
          </dl>
        </details>
      )}
    </>
  );
}
