import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const pathIn = (dataDir: string) => join(dataDir, 'restore.unfinished');

export const isRestoreUnfinished = (dataDir: string): boolean => existsSync(pathIn(dataDir));

/** Until it is taken away, no server starts on half of a backup. */
export function markRestoreUnfinished(dataDir: string, source: string): void {
  writeFileSync(pathIn(dataDir), `${source}\n`, { mode: 0o600 });
}

export const markRestoreFinished = (dataDir: string): void =>
  rmSync(pathIn(dataDir), { force: true });

export function requireNoUnfinishedRestore(dataDir: string): void {
  if (!isRestoreUnfinished(dataDir)) return;
  throw new Error(
    `a restore into ${dataDir} did not come to its end: run leeway restore again, with --force. To ` +
      'go back instead, move the directories *.replaced-* there to their old names, and then ' +
      `remove ${pathIn(dataDir)}: as long as it is there, a restore removes what it finds`,
  );
}
