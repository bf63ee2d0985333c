import { spawn } from 'node:child_process';
import { once } from 'node:events';

const entry = new URL('../dist/cli/main.js', import.meta.url).pathname;

export interface CliRun {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the built `leeway` as its users do, with nothing of this environment's settings. */
export async function runCli(
  args: readonly string[],
  stdin = '',
  environment: Readonly<Record<string, string>> = {},
): Promise<CliRun> {
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('LEEWAY_'));
  const env = { ...Object.fromEntries(inherited), ...environment };
  const child = spawn(process.execPath, [entry, ...args], { env });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  child.stdin.end(stdin);
  await once(child, 'close');
  return { exitCode: child.exitCode, stdout, stderr };
}
