import { createApp } from '../server/app.ts';
import { testLogger } from './ingest-rig.ts';

type Options = Parameters<typeof createApp>[0];

/** The real server face with these routes, open to everybody, and without a dashboard. */
export function createTestApp({
  routes,
  bodyLimitBytes = 2 ** 20,
}: Pick<Options, 'routes'> & Partial<Pick<Options, 'bodyLimitBytes'>>) {
  return createApp({
    logger: testLogger,
    keys: { anyKeyExists: async () => false, find: async () => null, isOperator: () => false },
    isStopping: () => false,
    dashboardRoot: '/nowhere',
    version: '0.0.0',
    bodyLimitBytes,
    routes,
  });
}
