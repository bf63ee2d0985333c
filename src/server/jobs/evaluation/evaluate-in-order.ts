import type { EvaluationDraft } from '../../../monitoring/alert/evaluation-store.ts';
import type { EvaluationTask, ScheduledMonitor } from '../../../monitoring/schedule/schedule.ts';
import { nextWindow } from '../../../monitoring/window/windows.ts';
import { runInSlices } from '../../run-in-slices.ts';
import { commitWindow } from './commit-window.ts';
import { inChunks } from './in-chunks.ts';
import { type Judge, openJudge } from './judge-windows.ts';
import { readWindows, type WindowReading, windowsPerRead } from './read-windows.ts';
import { skipEmptyPast } from './skip-empty-past.ts';
import { logFailure, type Turn } from './turn.ts';

export interface StepResult {
  readonly done: number;
  readonly failed: boolean;
}

/** Evaluates windows of one monitor, which follow one another: reads several at once, judges each
 *  by what came before it, and commits one after the other. */
export async function evaluateInOrder(
  turn: Turn,
  monitor: ScheduledMonitor,
  windows: readonly EvaluationTask[],
): Promise<StepResult> {
  let done = 0;
  let read: Promise<readonly WindowReading[]> = Promise.resolve([]);
  try {
    const left = await skipEmptyPast(turn, monitor, windows);
    done += windows.length - left.length;
    const [first] = left;
    if (first === undefined || !turn.goesOn()) return { done, failed: false };
    const chunks = inChunks(left, windowsPerRead(turn, monitor));
    read = readAhead(turn, monitor, chunks[0]);
    const judge = await openJudge(turn, monitor, first.window);
    for (const [index, tasks] of chunks.entries()) {
      // The first one is judged however long it took to open the histories: they may be opened anew
      // in the next turn, and take as long.
      if (index === 0 ? !turn.isHeld() : !turn.goesOn()) break;
      const readings = await read;
      // One store reads while the other commits.
      read = readAhead(turn, monitor, chunks[index + 1]);
      const committed = await evaluateTogether(turn, monitor, judge, { tasks, readings });
      done += committed;
      if (committed < tasks.length) break;
    }
  } catch (error) {
    // One monitor's trouble is not the others', but its own windows wait behind it.
    logFailure(turn, monitor, error);
    return { done, failed: true };
  } finally {
    // A turn leaves no question open behind it.
    await Promise.allSettled([read]);
  }
  return { done, failed: false };
}

function readAhead(
  turn: Turn,
  monitor: ScheduledMonitor,
  tasks: readonly EvaluationTask[] | undefined,
): Promise<readonly WindowReading[]> {
  if (tasks === undefined) return Promise.resolve([]);
  const reading = readWindows(
    turn,
    monitor,
    tasks.map((task) => task.window),
  );
  // Nobody may be waiting for it any more when it fails.
  reading.catch(() => undefined);
  return reading;
}

interface ReadTogether {
  readonly tasks: readonly EvaluationTask[];
  readonly readings: readonly WindowReading[];
}

async function evaluateTogether(
  turn: Turn,
  monitor: ScheduledMonitor,
  judge: Judge,
  { tasks, readings }: ReadTogether,
): Promise<number> {
  const { deps, model } = turn;
  const drafts: EvaluationDraft[] = [];
  for (const [index, task] of tasks.entries()) {
    const reading = readings[index];
    // One at least, however slow the machine: a turn that reads and judges until its time is up
    // and commits nothing would do the same the next time.
    if (reading === undefined || (drafts.length > 0 && !turn.goesOn())) break;
    const draft = await runInSlices(judge.judgeInSteps(task, reading), turn.isHeld);
    if (draft === null) break;
    drafts.push(draft);
  }
  if (drafts.length === 0) return 0;
  // In one block, before any of them is committed: if this server dies, whoever evaluates these
  // windows next writes over them.
  await deps.measurements.write(
    drafts.map((draft) => ({ ...draft, revision: 1 })),
    model,
  );
  let committed = 0;
  for (const [index, draft] of drafts.entries()) {
    const task = tasks[index];
    if (task === undefined || !turn.isHeld()) break;
    const next = nextWindow(task.window, monitor.cadence, model.timeZone);
    const options = { nextWindowEndMs: next.endMs, isWritten: true };
    const outcome = await commitWindow(turn, monitor, draft, options);
    if (outcome === 'superseded' || outcome === 'lease_lost') break;
    committed += 1;
  }
  return committed;
}
