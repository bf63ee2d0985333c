import { readdir, readFile } from 'node:fs/promises';

/** The processes of the two engines that a server keeps: its direct children. */
export async function enginePids(
  serverPid: number,
): Promise<{ clickhouse: number | null; postgres: number | null }> {
  const found: { clickhouse: number | null; postgres: number | null } = {
    clickhouse: null,
    postgres: null,
  };
  for (const entry of await readdir('/proc')) {
    const pid = Number(entry);
    if (!Number.isInteger(pid) || (await parentOf(pid)) !== serverPid) continue;
    const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
    if (command.includes('clickhouse')) found.clickhouse = pid;
    if (command.split('\0')[0]?.endsWith('postgres')) found.postgres = pid;
  }
  return found;
}

async function parentOf(pid: number): Promise<number | null> {
  const status = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null);
  // The name in parentheses may itself hold spaces and parentheses.
  const fields = status?.slice(status.lastIndexOf(')') + 2).split(' ');
  return fields?.[1] === undefined ? null : Number(fields[1]);
}
