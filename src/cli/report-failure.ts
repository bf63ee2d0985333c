import { isExplained } from '../server/is-explained.ts';
import { CommandError } from './command-error.ts';

/** Says on stderr what went wrong and returns the exit code. */
export function reportFailure(error: unknown): number {
  if (error instanceof CommandError || isExplained(error)) {
    process.stderr.write(`leeway: ${error.message}\n`);
    return error instanceof CommandError ? error.exitCode : 1;
  }
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(`leeway: ${text}\n`);
  return 1;
}
