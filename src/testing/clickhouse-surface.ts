import { type FreshOptions, freshClickHouse } from './engines.ts';

/** A fresh ClickHouse database with short ways to ask it, through the client and without. */
export async function openClickHouseSurface(options: FreshOptions = {}) {
  const db = await freshClickHouse(options);

  async function rows<T>(
    query: string,
    query_params: Record<string, unknown> = {},
    clickhouse_settings: Record<string, string | number> = {},
  ): Promise<T[]> {
    const found = await db.client.query({
      query,
      query_params,
      clickhouse_settings,
      format: 'JSONEachRow',
    });
    return found.json<T>();
  }

  return {
    ...db,
    rows,
    async count(table: string): Promise<number> {
      const [row] = await rows<{ n: string }>(`SELECT count() AS n FROM ${table}`);
      return Number(row?.n);
    },
    /** A request as curl would send it, with the right password or with none. */
    async raw(path: string, init: RequestInit = {}, withPassword = true): Promise<Response> {
      const url = new URL(db.url);
      const headers = new Headers(init.headers);
      const credentials = Buffer.from(`${url.username}:${url.password}`).toString('base64');
      if (withPassword) headers.set('Authorization', `Basic ${credentials}`);
      return fetch(`${url.origin}${path}`, { method: 'POST', ...init, headers });
    },
  };
}

export type ClickHouseSurface = Awaited<ReturnType<typeof openClickHouseSurface>>;
