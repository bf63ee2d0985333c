import { spawn } from 'node:child_process';
import type { Socket } from 'node:net';

/** Waits for the end of its input, which only the process that started it holds open. The engine may
 *  write its last while that is noticed, so it is cleared away twice. */
const SCRIPT = 'read -r _; rm -rf "$1"; sleep 2; rm -rf "$1"';

/** Removes a directory after this process, whatever ended it; returns how to call that off.
 *
 *  Handlers of signals could remove it too, but with one installed a signal no longer ends a process,
 *  and while that computes, the handler does not run either. */
export function removeWhenGone(directory: string): () => void {
  // A process group of its own, or what is typed to end this process would end it first.
  const shell = spawn('sh', ['-c', SCRIPT, 'sh', directory], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  // Without a shell there is nothing but the usual end, which removes the directory itself.
  shell.on('error', () => {});
  shell.stdin.on('error', () => {});
  shell.unref();
  (shell.stdin as Socket).unref();
  return () => void shell.kill();
}
