import type { Steps } from '../../steps.ts';

/** Terms of draws (bins, ranges) between two rests: about a millisecond. */
const TERMS_PER_STEP = 2_000;

/** So many draws of so many terms each, with rests in between. */
export function* drawInSteps<Drawn>(
  { draws, terms }: { readonly draws: number; readonly terms: number },
  draw: (index: number) => Drawn,
): Steps<Drawn[]> {
  const drawn: Drawn[] = [];
  const perStep = Math.max(1, Math.floor(TERMS_PER_STEP / Math.max(1, terms)));
  while (drawn.length < draws) {
    if (drawn.length > 0 && drawn.length % perStep === 0) yield;
    drawn.push(draw(drawn.length));
  }
  return drawn;
}
