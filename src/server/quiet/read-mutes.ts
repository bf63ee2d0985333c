import { cronCalendar } from '../../adapters/silence/cron-calendar.ts';
import { re2Patterns } from '../../adapters/silence/re2-patterns.ts';
import type { SilenceMarks, SilenceStore } from '../../monitoring/ports.ts';
import type { Mute } from '../../monitoring/silence/silence.ts';
import { mutesInForce, mutesOf } from '../../monitoring/silence/silence-state.ts';

interface Deps {
  readonly silences: Pick<SilenceStore, 'list'>;
  readonly marks: Pick<SilenceMarks, 'labelsOf'>;
  readonly now: () => number;
}

/** Which silences keep alerts quiet at this moment, by alert. */
export type ReadMutes = (
  projectId: string,
  alertIds: readonly string[],
) => Promise<ReadonlyMap<string, readonly Mute[]>>;

/** Silences that are in force in a project at this moment. */
export type MutesNow = (projectId: string) => Promise<readonly Mute[]>;

export const createMutesNow =
  ({ silences, now }: Pick<Deps, 'silences' | 'now'>): MutesNow =>
  async (projectId) => {
    const nowMs = now();
    return mutesInForce(await silences.list(projectId, nowMs), nowMs, cronCalendar);
  };

export const createReadMutes =
  ({ silences, marks, now }: Deps): ReadMutes =>
  async (projectId, alertIds) => {
    const nowMs = now();
    const mutes = mutesInForce(await silences.list(projectId, nowMs), nowMs, cronCalendar);
    if (mutes.length === 0 || alertIds.length === 0) return new Map();
    const labels = await marks.labelsOf(projectId, alertIds);
    return new Map([...labels].map(([id, one]) => [id, mutesOf(mutes, one, re2Patterns)]));
  };
