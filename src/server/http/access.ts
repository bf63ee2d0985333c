import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { ApiKey, Scope } from '../../monitoring/access/access.ts';
import { ApiError } from './api-error.ts';
import { refuseRemoteOrCrossSite } from './loopback.ts';

/** On whose behalf a request is served. */
export interface Access {
  readonly projectId: string;
  readonly scope: Scope;
  /** Null where no key exists yet, or for the operator of this machine. */
  readonly keyId: string | null;
  /** May act in every project: who can read the server's data directory owns all of it. */
  readonly operator: boolean;
}

declare module 'fastify' {
  interface FastifyRequest {
    access: Access;
  }
  interface FastifyContextConfig {
    scope?: Scope;
  }
}

/** The keys as requests see them. */
export interface KeyDirectory {
  anyKeyExists(): Promise<boolean>;
  find(secret: string): Promise<ApiKey | null>;
  /** Whether this is the secret that the server wrote into its data directory at start. */
  isOperator(secret: string): boolean;
}

export const DEFAULT_PROJECT_ID = 'default';

function bearerOf(request: FastifyRequest): string | undefined {
  return /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
}

const includes = (held: Scope, needed: Scope) => held === 'admin' || held === needed;

async function grantAccess(request: FastifyRequest, keys: KeyDirectory): Promise<Access> {
  const secret = bearerOf(request);
  if (secret !== undefined && keys.isOperator(secret)) {
    refuseRemoteOrCrossSite(request);
    return { projectId: DEFAULT_PROJECT_ID, scope: 'admin', keyId: null, operator: true };
  }
  if (!(await keys.anyKeyExists())) {
    refuseRemoteOrCrossSite(request);
    return { projectId: DEFAULT_PROJECT_ID, scope: 'admin', keyId: null, operator: true };
  }
  if (secret === undefined) throw new ApiError('missing_key');
  const key = await keys.find(secret);
  if (key === null) throw new ApiError('invalid_key');
  return { projectId: key.projectId, scope: key.scope, keyId: key.keyId, operator: false };
}

/** Guards every route that declares a scope, and refuses to register one under /v1 that
 *  declares none, so that forgetting it is found at start and not by a stranger. */
export function controlAccess(app: FastifyInstance, keys: KeyDirectory): void {
  app.decorateRequest('access');
  app.addHook('onRoute', (route) => {
    if (route.url.startsWith('/v1') && route.config?.scope === undefined) {
      throw new Error(`route ${String(route.method)} ${route.url} declares no scope`);
    }
  });
  app.addHook('onRequest', async (request) => {
    const needed = request.routeOptions.config.scope;
    if (needed === undefined) return;
    const access = await grantAccess(request, keys);
    if (!includes(access.scope, needed)) {
      throw new ApiError('scope_missing', { detail: { needed, held: access.scope } });
    }
    request.access = access;
  });
}
