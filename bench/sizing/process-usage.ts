import { readdirSync, readFileSync } from 'node:fs';

/** Of Linux, which is the only system with such files: a hundred to the second. */
const TICKS_PER_SECOND = 100;

export interface Usage {
  readonly cpuSeconds: number;
  /** Memory of each by itself, and once what the processes of a database share. */
  readonly bytes: number;
}

/** Of processes with all that each of them started, the ones that ended included. */
export function usagesOf(pids: readonly number[]): Usage[] {
  const fields = new Map<number, readonly string[]>();
  const children = new Map<number, number[]>();
  for (const entry of readdirSync('/proc')) {
    const pid = Number(entry);
    if (!Number.isInteger(pid)) continue;
    const own = fieldsOf(pid);
    const parent = Number(own[1]);
    fields.set(pid, own);
    children.set(parent, [...(children.get(parent) ?? []), pid]);
  }
  return pids.map((pid) => {
    let [ticks, own, shared] = [0, 0, 0];
    for (const open = [pid]; open.length > 0; ) {
      const one = open.pop() ?? 0;
      open.push(...(children.get(one) ?? []));
      ticks += (fields.get(one) ?? []).slice(11, 15).reduce((sum, text) => sum + Number(text), 0);
      const memory = memoryOf(one);
      own += memory.own;
      shared = Math.max(shared, memory.shared);
    }
    return { cpuSeconds: ticks / TICKS_PER_SECOND, bytes: own + shared };
  });
}

/** Those of /proc/PID/stat behind the name, which may itself hold spaces and parentheses. */
function fieldsOf(pid: number): readonly string[] {
  const text = readIfThere(`/proc/${pid}/stat`);
  return text.slice(text.lastIndexOf(')') + 2).split(' ');
}

function memoryOf(pid: number): { readonly own: number; readonly shared: number } {
  const status = readIfThere(`/proc/${pid}/status`);
  const bytesOf = (name: string) =>
    1_024 * Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1] ?? 0);
  return { own: bytesOf('RssAnon'), shared: bytesOf('RssFile') + bytesOf('RssShmem') };
}

/** Processes end while one looks. */
function readIfThere(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
