import type { IncomingHttpHeaders } from 'node:http';
import { ClickHouseException } from './exception.ts';

/** A request as ClickHouse's HTTP interface understands its URL and headers. */
export interface QueryRequest {
  /** SQL of the URL; with it the body is data (or the rest of the SQL). */
  urlQuery: string | undefined;
  database: string;
  queryId: string | undefined;
  settings: Map<string, string>;
  params: Map<string, string>;
  defaultFormat: string;
  waitEndOfQuery: boolean;
  user: string | undefined;
  password: string | undefined;
}

/** Belong to the HTTP interface itself and are no settings. */
const ignored = new Set([
  'query',
  'database',
  'query_id',
  'default_format',
  'wait_end_of_query',
  'buffer_size',
  'user',
  'password',
  'quota_key',
  'stacktrace',
]);
const refused = new Map([
  ['session_id', 'sessions'],
  ['role', 'roles'],
  ['compress', "ClickHouse's own compression of responses"],
  ['decompress', "ClickHouse's own compression of requests"],
]);

export function readRequest(url: string, headers: IncomingHttpHeaders): QueryRequest {
  const mark = url.indexOf('?');
  const query = new URLSearchParams(mark === -1 ? '' : url.slice(mark + 1));
  const settings = new Map<string, string>();
  const params = new Map<string, string>();
  for (const [key, value] of query) {
    if (key.startsWith('param_')) params.set(key.slice('param_'.length), value);
    else if (refused.has(key)) {
      if (value !== '' && value !== '0') {
        throw new ClickHouseException(
          48,
          'NOT_IMPLEMENTED',
          `the embedded engine does not support ${refused.get(key)} (parameter ${key})`,
        );
      }
    } else if (!ignored.has(key)) settings.set(settingName(key), value);
  }
  const basic = basicCredentials(headers.authorization);
  return {
    urlQuery: query.get('query') || undefined,
    database: query.get('database') ?? single(headers['x-clickhouse-database']) ?? 'default',
    queryId: inHeader(query.get('query_id')),
    settings,
    params,
    defaultFormat: formatName(
      query.get('default_format') ?? single(headers['x-clickhouse-format']) ?? 'TabSeparated',
    ),
    waitEndOfQuery: query.get('wait_end_of_query') === '1',
    user: basic?.user ?? single(headers['x-clickhouse-user']) ?? query.get('user') ?? undefined,
    password:
      basic?.password ?? single(headers['x-clickhouse-key']) ?? query.get('password') ?? undefined,
  };
}

/** Setting names go into SQL text, so nothing but a plain name may pass. */
function settingName(key: string): string {
  if (/^[A-Za-z_]\w*$/.test(key)) return key;
  throw new ClickHouseException(115, 'UNKNOWN_SETTING', 'a setting has a name that is no name');
}

function formatName(name: string): string {
  if (/^\w+$/.test(name)) return name;
  throw new ClickHouseException(73, 'UNKNOWN_FORMAT', 'a format has a name that is no name');
}

/** Goes back in a header, which holds plain characters only. */
function inHeader(text: string | null): string | undefined {
  if (text === null || text === '') return undefined;
  return /^[\x20-\x7e]+$/.test(text) ? text : encodeURIComponent(text);
}

function single(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value;
}

function basicCredentials(header: string | undefined) {
  const encoded = /^Basic\s+(.+)$/i.exec(header ?? '')?.[1];
  if (encoded === undefined) return undefined;
  const text = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  return colon === -1 ? undefined : { user: text.slice(0, colon), password: text.slice(colon + 1) };
}
