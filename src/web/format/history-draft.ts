import type { BaselineProposalBody } from '../../contract/baseline-history.ts';
import { fromLocalField, toLocalField } from './interval.ts';

/** Fields of the form, as they are typed. */
export interface StretchText {
  readonly from: string;
  readonly to: string;
  readonly reason: string;
}

export interface HistoryDraft {
  readonly name: string;
  readonly from: string;
  readonly to: string;
  readonly exclude: readonly StretchText[];
  readonly activate: boolean;
}

export interface Stretch {
  readonly from: string;
  readonly to: string;
  readonly reason: string;
}

/** What the fields mean. */
export interface ReadDraft {
  readonly from: string;
  readonly to: string;
  readonly exclude: Stretch[];
}

const field = (iso: string, timeZone: string) => toLocalField(Date.parse(iso), timeZone);

export function draftOf(proposed: BaselineProposalBody, timeZone: string): HistoryDraft {
  const { proposal } = proposed;
  const from = proposal?.from ?? proposed.from;
  const to = proposal?.to ?? proposed.to;
  return {
    name: '',
    from: from === null ? '' : field(from, timeZone),
    to: to === null ? '' : field(to, timeZone),
    exclude: (proposal?.exclude ?? []).map((one) => ({
      from: field(one.from, timeZone),
      to: field(one.to, timeZone),
      reason: one.reason,
    })),
    activate: true,
  };
}

/** The period and its exclusions as moments, or what is wrong with them. */
export function readDraft(draft: HistoryDraft, timeZone: string): ReadDraft | string {
  const period = readStretch(draft.from, draft.to, timeZone);
  if (period === null) return 'The period has to begin before it ends.';
  const exclude: Stretch[] = [];
  for (const { from, to, reason } of draft.exclude) {
    const stretch = readStretch(from, to, timeZone);
    if (stretch === null) return 'What is left out has to begin before it ends.';
    exclude.push({ ...stretch, reason: reason.trim() });
  }
  return { ...period, exclude };
}

function readStretch(from: string, to: string, timeZone: string) {
  const [fromMs, toMs] = [fromLocalField(from, timeZone), fromLocalField(to, timeZone)];
  if (fromMs === null || toMs === null || fromMs >= toMs) return null;
  return { from: new Date(fromMs).toISOString(), to: new Date(toMs).toISOString() };
}
