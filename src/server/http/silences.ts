import type { FastifyPluginAsync, FastifyRequest } from 'fastify';
import { re2Patterns } from '../../adapters/silence/re2-patterns.ts';
import {
  SILENCE_DRAFT_SCHEMA,
  SILENCE_LIST_SCHEMA,
  SILENCE_PREVIEW_QUESTION_SCHEMA,
  SILENCE_PREVIEW_SCHEMA,
  SILENCE_QUERY_SCHEMA,
  SILENCE_SCHEMA,
  type SilenceDraftBody,
  type SilencePreviewBody,
  type SilenceQuery,
} from '../../contract/silence.ts';
import type { KeyStore, ModelStore, SilenceMarks, SilenceStore } from '../../monitoring/ports.ts';
import { matchLabels } from '../../monitoring/silence/match-labels.ts';
import { formatMatcher, type Matcher } from '../../monitoring/silence/matcher.ts';
import { readMatchers, readSilenceDraft } from '../quiet/read-silence-draft.ts';
import { describeSilence, describeSilenced } from '../quiet/silence-wire.ts';
import { ApiError } from './api-error.ts';
import { nameActor } from './name-actor.ts';

interface Deps {
  readonly silences: SilenceStore;
  readonly marks: Pick<SilenceMarks, 'alerts'>;
  readonly models: Pick<ModelStore, 'find'>;
  readonly keys: Pick<KeyStore, 'list'>;
  readonly now: () => number;
}

const TAGS = ['silences'];
const READ = { config: { scope: 'read' } } as const;
const ADMIN = { config: { scope: 'admin' } } as const;
const DAY_MS = 86_400_000;
const EXPIRED_SHOWN_MS = 30 * DAY_MS;
const PREVIEW_MS = 7 * DAY_MS;
/** Looked at and shown. */
const PREVIEW_ALERTS = 20_000;
const PREVIEW_SHOWN = 200;

type WithId = { Params: { silenceId: string } };

export function silenceRoutes({ silences, marks, models, keys, now }: Deps): FastifyPluginAsync {
  async function readDraft(request: FastifyRequest, body: SilenceDraftBody, nowMs: number) {
    const { access } = request;
    return readSilenceDraft(body, {
      nowMs,
      author: await nameActor(keys, access.projectId, access.keyId),
      async timeZoneOf(matchers) {
        const name = matchers.find(isOneModel)?.value;
        const model = name === undefined ? null : await models.find(access.projectId, name);
        return model?.timeZone ?? 'UTC';
      },
    });
  }

  return async (app) => {
    app.get<{ Querystring: SilenceQuery }>(
      '/v1/silences',
      {
        ...READ,
        schema: {
          operationId: 'listSilences',
          summary: 'Silences and maintenance windows, latest end first',
          tags: TAGS,
          querystring: SILENCE_QUERY_SCHEMA,
          response: { 200: SILENCE_LIST_SCHEMA },
        },
      },
      async (request) => {
        const nowMs = now();
        const { state } = request.query;
        const listed = await silences.list(request.access.projectId, nowMs - EXPIRED_SHOWN_MS);
        const described = listed.map((silence) => describeSilence(silence, nowMs));
        return { silences: described.filter((one) => state === undefined || one.state === state) };
      },
    );

    app.post<{ Body: SilenceDraftBody }>(
      '/v1/silences',
      {
        ...ADMIN,
        schema: {
          operationId: 'createSilence',
          summary: 'Tell nobody of the alerts that match, until an end',
          tags: TAGS,
          body: SILENCE_DRAFT_SCHEMA,
          response: { 201: SILENCE_SCHEMA },
        },
      },
      async (request, reply) => {
        const nowMs = now();
        const draft = await readDraft(request, request.body, nowMs);
        const created = await silences.create(request.access.projectId, draft, nowMs);
        reply.code(201);
        return describeSilence(created, nowMs);
      },
    );

    app.post<{ Body: { matchers: readonly string[] } }>(
      '/v1/silences/preview',
      {
        ...READ,
        schema: {
          operationId: 'previewSilence',
          summary: 'Which alerts a silence would mute, and would have muted in the last seven days',
          tags: TAGS,
          body: SILENCE_PREVIEW_QUESTION_SCHEMA,
          response: { 200: SILENCE_PREVIEW_SCHEMA },
        },
      },
      async (request): Promise<SilencePreviewBody> => {
        const matchers = readMatchers(request.body.matchers);
        const filter = { sinceMs: now() - PREVIEW_MS, limit: PREVIEW_ALERTS };
        const alerts = await marks.alerts(request.access.projectId, filter);
        const matched = alerts.filter(({ labels }) => matchLabels(matchers, labels, re2Patterns));
        const open = matched.filter((one) => one.open);
        const recent = matched.filter((one) => !one.open);
        return {
          matchers: matchers.map(formatMatcher),
          openCount: open.length,
          recentCount: recent.length,
          alerts: [...open, ...recent].slice(0, PREVIEW_SHOWN).map(describeSilenced),
        };
      },
    );

    app.get<WithId>(
      '/v1/silences/:silenceId',
      {
        ...READ,
        schema: {
          operationId: 'getSilence',
          summary: 'One silence',
          tags: TAGS,
          response: { 200: SILENCE_SCHEMA },
        },
      },
      async (request) => {
        const { silenceId } = request.params;
        const silence = await silences.get(request.access.projectId, silenceId);
        if (silence === null) throw refusal('not_found', silenceId);
        return describeSilence(silence, now());
      },
    );

    app.put<WithId & { Body: SilenceDraftBody }>(
      '/v1/silences/:silenceId',
      {
        ...ADMIN,
        schema: {
          operationId: 'replaceSilence',
          summary: 'End a silence now and put another in its place, which has an id of its own',
          tags: TAGS,
          body: SILENCE_DRAFT_SCHEMA,
          response: { 200: SILENCE_SCHEMA },
        },
      },
      async (request) => {
        const { silenceId } = request.params;
        const nowMs = now();
        const draft = await readDraft(request, request.body, nowMs);
        const { projectId } = request.access;
        const outcome = await silences.replace(projectId, silenceId, draft, nowMs);
        if (typeof outcome === 'string') throw refusal(outcome, silenceId);
        return describeSilence(outcome, nowMs);
      },
    );

    app.post<WithId>(
      '/v1/silences/:silenceId/expire',
      {
        ...ADMIN,
        schema: {
          operationId: 'expireSilence',
          summary: 'End a silence now; people are told of what still fires',
          tags: TAGS,
          response: { 200: SILENCE_SCHEMA },
        },
      },
      async (request) => {
        const { silenceId } = request.params;
        const nowMs = now();
        const outcome = await silences.expire(request.access.projectId, silenceId, nowMs);
        if (typeof outcome === 'string') throw refusal(outcome, silenceId);
        return describeSilence(outcome, nowMs);
      },
    );
  };
}

const isOneModel = ({ label, operator }: Matcher): boolean => label === 'model' && operator === '=';

const refusal = (outcome: 'not_found' | 'already_expired', silenceId: string) =>
  new ApiError(outcome === 'not_found' ? 'silence_not_found' : 'silence_expired', {
    detail: { silenceId },
  });
