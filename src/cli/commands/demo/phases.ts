/** Seconds by phase of the work. */
export interface Phases {
  time<Result>(phase: string, work: () => Result | Promise<Result>): Promise<Result>;
  seconds(): Readonly<Record<string, number>>;
}

export function createPhases(nowMs: () => number): Phases {
  const startedMs = nowMs();
  const spent: Record<string, number> = {};
  const since = (ms: number) => Math.round(nowMs() - ms) / 1_000;
  return {
    async time(phase, work) {
      const beganMs = nowMs();
      try {
        return await work();
      } finally {
        spent[phase] = since(beganMs);
      }
    },
    seconds: () => ({ ...spent, total: since(startedMs) }),
  };
}
