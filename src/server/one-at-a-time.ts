export interface OneAtATime {
  /** Runs it once what came before is done; null where too many wait already. */
  run<T>(work: () => Promise<T>): Promise<T> | null;
}

/** A line in which so many may wait. */
export function createOneAtATime(mostWaiting: number): OneAtATime {
  let last: Promise<unknown> = Promise.resolve();
  let inLine = 0;
  return {
    run(work) {
      if (inLine > mostWaiting) return null;
      inLine += 1;
      const own = last.then(work).finally(() => {
        inLine -= 1;
      });
      // Who waits behind does not care how it went.
      last = own.catch(() => undefined);
      return own;
    },
  };
}
