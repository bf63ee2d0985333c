import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ErrorBody } from '../contract/errors.ts';
import { CommandError } from './command-error.ts';
import type { Connection } from './connection.ts';

export interface Call {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Sent as JSON. */
  readonly json?: unknown;
  /** Sent as it is; `type` says what it is. Made anew for every attempt. */
  readonly body?: () => NonNullable<RequestInit['body']>;
  readonly type?: string;
  readonly encoding?: 'gzip';
  /** Statuses that the caller reads itself instead of failing. */
  readonly accept?: readonly number[];
  /** How long refusals that ask for patience (429, 503) and broken connections are tried again. */
  readonly patienceMs?: number;
}

const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 10_000;

const isErrorBody = (value: unknown): value is ErrorBody =>
  typeof value === 'object' && value !== null && 'error' in value;

function explain(status: number, answer: unknown): string {
  if (!isErrorBody(answer)) return `The server answered ${status}.`;
  return explainError(answer.error);
}

/** What went wrong, where, and what to do about it, in a line. */
export function explainError({ code, message, hint, where, detail }: ErrorBody['error']): string {
  const place = where === undefined ? '' : ` At ${where}.`;
  const more =
    detail === undefined
      ? ''
      : ` (${typeof detail === 'string' ? detail : JSON.stringify(detail)})`;
  return `${message}${place}${more} ${hint} [${code}]`;
}

async function attempt(connection: Connection, path: string, call: Call): Promise<Response> {
  const headers: Record<string, string> = {};
  if (connection.key !== null) headers['authorization'] = `Bearer ${connection.key}`;
  const body = call.json === undefined ? call.body?.() : JSON.stringify(call.json);
  if (body !== undefined) headers['content-type'] = call.type ?? 'application/json';
  if (call.encoding !== undefined) headers['content-encoding'] = call.encoding;
  return fetch(`${connection.url}${path}`, {
    method: call.method ?? 'GET',
    headers,
    ...(body === undefined ? {} : { body, duplex: 'half' as const }),
  });
}

function pauseBefore(retry: number, response: Response | null): number {
  const asked = Number(response?.headers.get('retry-after'));
  const backoff = Math.min(FIRST_PAUSE_MS * 2 ** retry, LONGEST_PAUSE_MS);
  return asked > 0 ? asked * 1_000 : backoff;
}

export interface Answer<Body> {
  readonly status: number;
  readonly body: Body;
}

/** Calls a route. Sending again is safe: rows are told apart by their identity. */
export async function callApi<Body>(
  connection: Connection,
  path: string,
  call: Call = {},
): Promise<Answer<Body>> {
  const deadline = performance.now() + (call.patienceMs ?? 0);
  for (let retry = 0; ; retry += 1) {
    let response: Response | null = null;
    let failure: unknown;
    try {
      response = await attempt(connection, path, call);
    } catch (error) {
      failure = error;
    }
    const again = response === null || response.status === 429 || response.status === 503;
    const pauseMs = pauseBefore(retry, response);
    if (again && performance.now() + pauseMs < deadline) {
      await response?.body?.cancel();
      await sleep(pauseMs);
      continue;
    }
    if (response === null) {
      const reason = failure instanceof Error ? (failure.cause ?? failure) : failure;
      const code = reason instanceof Error && 'code' in reason ? ` (${String(reason.code)})` : '';
      throw new CommandError(`${connection.url} does not answer${code}. Does the server run?`);
    }
    const text = await response.text();
    const body: unknown = text === '' ? null : parseJson(text, response.status);
    if (response.ok || call.accept?.includes(response.status) === true) {
      return { status: response.status, body: body as Body };
    }
    throw new CommandError(explain(response.status, body));
  }
}

/** Calls a route whose answer is a file. */
export async function openStream(
  connection: Connection,
  path: string,
  call: Call = {},
): Promise<Readable> {
  const response = await attempt(connection, path, call).catch(() => {
    throw new CommandError(`${connection.url} does not answer. Does the server run?`);
  });
  if (response.ok && response.body !== null)
    return Readable.fromWeb(response.body as ReadableStream);
  throw new CommandError(
    explain(response.status, parseJson(await response.text(), response.status)),
  );
}

function parseJson(text: string, status: number): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new CommandError(`The server answered ${status} with something that is not JSON.`);
  }
}
