export type Call = <Body>(
  method: string,
  path: string,
  body?: unknown,
  type?: string,
) => Promise<Body>;

/** A server that can be asked for things, and is expected to do them. */
export interface Served {
  readonly url: string;
  readonly call: Call;
}

export const callOf =
  (url: string): Call =>
  async <Body>(method: string, path: string, body?: unknown, type = 'application/json') => {
    const response = await fetch(`${url}${path}`, {
      method,
      ...(body === undefined
        ? {}
        : {
            headers: { 'content-type': type },
            body: typeof body === 'string' ? body : JSON.stringify(body),
          }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return (text === '' ? null : JSON.parse(text)) as Body;
  };
