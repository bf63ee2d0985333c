import { type Answer, type Call, callApi } from '../../call-api.ts';
import type { Connection } from '../../connection.ts';

const PATIENCE_MS = 120_000;

/** A server that restarts or is behind is waited for. */
export function callPatiently<Body>(
  connection: Connection,
  path: string,
  call: Call = {},
): Promise<Answer<Body>> {
  return callApi<Body>(connection, path, { patienceMs: PATIENCE_MS, ...call });
}
