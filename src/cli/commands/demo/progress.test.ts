import { expect, it } from 'vitest';
import { createProgress } from './progress.ts';

it('says every ten seconds how far each stage is, where nothing can be drawn', () => {
  const said: string[] = [];
  let nowMs = 0;
  const progress = createProgress(
    { sending: 10_000, storing: 10_000, evaluating: 5_000 },
    { isTerminal: false, say: (line) => said.push(line), nowMs: () => nowMs },
  );
  nowMs = 5_000;
  progress.reach('sending', 2_000);
  expect(said).toEqual([]);
  nowMs = 10_000;
  progress.reach('storing', 1_000);
  nowMs = 11_000;
  progress.reach('evaluating', 500);
  expect(said).toEqual([
    'sending 2,000 of 10,000 rows (200/s), storing 1,000 of 10,000 rows (100/s).',
  ]);
});
