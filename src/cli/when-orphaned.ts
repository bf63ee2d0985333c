const INTERVAL_MS = 250;

/** Calls back once when the process that started this one has ended. npx passes SIGTERM on to a
 *  shell that dies of it alone: nobody else tells a server below that it was meant. */
export function whenOrphaned(callback: () => void): void {
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    callback();
  }, INTERVAL_MS);
  timer.unref();
}
