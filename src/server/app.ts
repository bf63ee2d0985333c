import { randomUUID } from 'node:crypto';
import Fastify, {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyPluginAsync,
  LogController,
} from 'fastify';
import { controlAccess, type KeyDirectory } from './http/access.ts';
import { ApiError } from './http/api-error.ts';
import { answerClientError } from './http/client-error.ts';
import { answerErrors, sendError } from './http/error-handler.ts';
import { serveOpenApi } from './http/openapi.ts';
import { refuseUnstorableText } from './http/refuse-unstorable-text.ts';
import { checkSchemas } from './http/schema-check.ts';
import { sendSecurityHeaders } from './http/security-headers.ts';
import { inlineScripts, serveDashboard } from './http/static.ts';

export interface AppDeps {
  readonly logger: FastifyBaseLogger;
  readonly keys: KeyDirectory;
  readonly isStopping: () => boolean;
  readonly routes: readonly FastifyPluginAsync[];
  /** Folder of the built dashboard; where it was not built, there is none. */
  readonly dashboardRoot: string;
  readonly version: string;
  readonly bodyLimitBytes: number;
}

/** Slow senders are cut off; big files have this long for their whole body. */
const REQUEST_TIMEOUT_MS = 15 * 60_000;

/** The HTTP face of the server: what surrounds the routes. */
export async function createApp(deps: AppDeps): Promise<FastifyInstance> {
  const app: FastifyInstance = Fastify({
    loggerInstance: deps.logger,
    // One line a request would be most of the log; failures are logged where they happen.
    logController: new LogController({ disableRequestLogging: true }),
    // Named in the answer to a failure, so it has to be unique over restarts and servers.
    genReqId: () => randomUUID(),
    bodyLimit: deps.bodyLimitBytes,
    requestTimeout: REQUEST_TIMEOUT_MS,
    // Connections that idle are closed, so that stopping waits for requests only.
    forceCloseConnections: 'idle',
    // Said in the form of every other refusal, by `refuseWhileStopping`.
    return503OnClosing: false,
    frameworkErrors: sendError,
    clientErrorHandler: answerClientError,
    routerOptions: { maxParamLength: 600, ignoreTrailingSlash: true },
  });
  answerErrors(app);
  refuseWhileStopping(app, deps.isStopping);
  checkSchemas(app);
  sendSecurityHeaders(app, inlineScripts(deps.dashboardRoot));
  controlAccess(app, deps.keys);
  refuseUnstorableText(app);
  serveOpenApi(app, deps.version);
  for (const routes of deps.routes) await app.register(routes);
  await serveDashboard(app, deps.dashboardRoot);
  return app;
}

/** Requests that came over a kept connection after the server began to stop. Health keeps
 *  answering: it is how others learn of it. */
function refuseWhileStopping(app: FastifyInstance, isStopping: () => boolean): void {
  app.addHook('onRequest', async (request, reply) => {
    if (!isStopping()) return;
    reply.header('connection', 'close');
    if (request.routeOptions.config.scope !== undefined) {
      throw new ApiError('shutting_down', { retryAfterSeconds: 2 });
    }
  });
}
