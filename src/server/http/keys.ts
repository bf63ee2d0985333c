import type { FastifyPluginAsync } from 'fastify';
import {
  KEY_DRAFT_SCHEMA,
  KEY_LIST_SCHEMA,
  type KeyBody,
  type KeyDraftBody,
  NEW_KEY_SCHEMA,
  type NewKeyBody,
} from '../../contract/key.ts';
import type { ApiKey, KeyStore } from '../../monitoring/access/access.ts';
import type { Project, ProjectStore } from '../../monitoring/access/project-store.ts';
import type { Access } from './access.ts';
import { ApiError } from './api-error.ts';

interface Deps {
  readonly keys: KeyStore;
  readonly projects: ProjectStore;
  /** After every change, so that this server sees it at once. */
  readonly onChange: () => void;
}

const TAGS = ['keys'];
const ADMIN = { config: { scope: 'admin' } } as const;

export const describeKey = (key: ApiKey, project: Project): KeyBody => ({
  keyId: key.keyId,
  name: key.name,
  scope: key.scope,
  project: project.name,
  createdAt: new Date(key.createdAtMs).toISOString(),
  revokedAt: key.revokedAtMs === null ? null : new Date(key.revokedAtMs).toISOString(),
});

export function keyRoutes({ keys, projects, onChange }: Deps): FastifyPluginAsync {
  /** The caller's project, or the named one, which only the operator may choose freely. */
  async function projectOf(access: Access, name: string | undefined, make: boolean) {
    const own = await projects.get(access.projectId);
    if (own !== null && (name === undefined || name === own.name)) return own;
    if (name === undefined || !access.operator) throw new ApiError('project_forbidden');
    const named = make ? await projects.ensure(name) : await projects.find(name);
    if (named === null) throw new ApiError('project_not_found', { detail: { project: name } });
    return named;
  }

  const querystring = { type: 'object', properties: { project: { type: 'string' } } } as const;

  return async (app) => {
    app.post<{ Body: KeyDraftBody }>(
      '/v1/keys',
      {
        ...ADMIN,
        schema: {
          operationId: 'createKey',
          summary: 'Create an API key; the secret is shown this once',
          tags: TAGS,
          body: KEY_DRAFT_SCHEMA,
          response: { 201: NEW_KEY_SCHEMA },
        },
      },
      async (request, reply): Promise<NewKeyBody> => {
        const { name, scope } = request.body;
        const project = await projectOf(request.access, request.body.project, true);
        const { key, secret } = await keys.create(project.projectId, name, scope);
        onChange();
        reply.code(201);
        return { ...describeKey(key, project), secret };
      },
    );

    app.get<{ Querystring: { project?: string } }>(
      '/v1/keys',
      {
        ...ADMIN,
        schema: {
          operationId: 'listKeys',
          summary: 'List the API keys of a project, without their secrets',
          tags: TAGS,
          querystring,
          response: { 200: KEY_LIST_SCHEMA },
        },
      },
      async (request) => {
        const project = await projectOf(request.access, request.query.project, false);
        const listed = await keys.list(project.projectId);
        return { keys: listed.map((key) => describeKey(key, project)) };
      },
    );

    app.delete<{ Params: { keyId: string }; Querystring: { project?: string } }>(
      '/v1/keys/:keyId',
      {
        ...ADMIN,
        schema: {
          operationId: 'revokeKey',
          summary: 'Revoke an API key; every server refuses it within a second',
          tags: TAGS,
          querystring,
          response: { 204: { type: 'null', description: 'Revoked' } },
        },
      },
      async (request, reply) => {
        const project = await projectOf(request.access, request.query.project, false);
        const { keyId } = request.params;
        if (!(await keys.revoke(project.projectId, keyId))) {
          throw new ApiError('key_not_found', { detail: { keyId } });
        }
        onChange();
        return reply.code(204).send();
      },
    );
  };
}
