import { faultOfCron } from '../../adapters/silence/cron-calendar.ts';
import { re2Patterns } from '../../adapters/silence/re2-patterns.ts';
import type { TimeInput } from '../../contract/common.ts';
import type { RepeatBody, SilenceDraftBody } from '../../contract/silence.ts';
import type { SilenceDraft } from '../../monitoring/ports.ts';
import { isInCalendar, parseTime } from '../../monitoring/prediction/parse-time.ts';
import { asksForNothing } from '../../monitoring/silence/match-labels.ts';
import { type Matcher, parseMatcher } from '../../monitoring/silence/matcher.ts';
import type { Repeat } from '../../monitoring/silence/silence.ts';
import { isTimeZone } from '../../monitoring/window/zone-offset.ts';
import { ApiError } from '../http/api-error.ts';

const MINUTE_MS = 60_000;

export interface DraftSurroundings {
  readonly nowMs: number;
  readonly author: string;
  /** Of the model that matchers name, else UTC. */
  timeZoneOf(matchers: readonly Matcher[]): Promise<string>;
}

/** Reads what is asked for, or says what is wrong with it. */
export async function readSilenceDraft(
  body: SilenceDraftBody,
  { nowMs, author, timeZoneOf }: DraftSurroundings,
): Promise<SilenceDraft> {
  const matchers = readMatchers(body.matchers);
  const startMs = body.startsAt === undefined ? nowMs : readTime('startsAt', body.startsAt);
  const endMs = readTime('endsAt', body.endsAt);
  if (endMs <= nowMs) throw invalid('endsAt', 'It would be over already.');
  if (endMs <= startMs) throw invalid('endsAt', 'It would end before it begins.');
  const repeat =
    body.repeat === undefined
      ? null
      : await readRepeat(body.repeat, nowMs, () => timeZoneOf(matchers));
  const comment = body.comment.trim();
  if (comment === '') throw invalid('comment', 'Say why: somebody will wonder.');
  return { matchers, startMs, endMs, repeat, comment, author: body.author?.trim() || author };
}

export function parseMatchers(texts: readonly string[]): Matcher[] {
  return texts.map((text, at) => {
    const matcher = parseMatcher(text, re2Patterns);
    if ('fault' in matcher) {
      throw new ApiError('invalid_matcher', {
        where: `body/matchers/${at}`,
        detail: matcher.fault,
      });
    }
    return matcher;
  });
}

export function readMatchers(texts: readonly string[]): Matcher[] {
  const matchers = parseMatchers(texts);
  if (asksForNothing(matchers, re2Patterns)) {
    throw invalid(
      'matchers',
      'They ask for nothing that an alert has to have, and would mute everything. To do so on purpose write model=~".+".',
    );
  }
  return matchers;
}

async function readRepeat(
  { cron, durationMinutes, timeZone: named }: RepeatBody,
  nowMs: number,
  defaultZone: () => Promise<string>,
): Promise<Repeat> {
  if (named !== undefined && !isTimeZone(named)) {
    throw new ApiError('unknown_time_zone', { where: 'body/repeat/timeZone' });
  }
  const timeZone = named ?? (await defaultZone());
  const fault = faultOfCron(cron, timeZone, nowMs);
  if (fault !== null) throw invalid('repeat/cron', fault);
  return { cron: cron.trim(), durationMs: durationMinutes * MINUTE_MS, timeZone };
}

function readTime(field: 'startsAt' | 'endsAt', value: TimeInput): number {
  const ms = parseTime(value);
  if (ms !== null && isInCalendar(ms)) return ms;
  throw new ApiError('invalid_request', {
    where: `body/${field}`,
    detail: 'must be ISO 8601 with a zone or milliseconds since 1970, before the year 10000',
  });
}

const invalid = (field: string, detail: string) =>
  new ApiError('invalid_silence', { where: `body/${field}`, detail });
