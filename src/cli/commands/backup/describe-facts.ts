import type { BackupFacts } from '../../../server/backup/inspect-backup.ts';
import { sizeText } from './byte-progress.ts';

export function describeFacts({ takenAt, version, stores }: BackupFacts): string {
  const lines = stores.map(
    ({ name, tables, rows, bytes }) =>
      `  ${name.padEnd(14)} ${tables} tables, ${rows.toLocaleString('en')} rows, ${sizeText(bytes)}`,
  );
  return [`Both stores as of ${takenAt}, Leeway ${version}:`, ...lines].join('\n');
}
