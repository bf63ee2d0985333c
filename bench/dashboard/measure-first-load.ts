export interface FirstLoad {
  /** Script that the browser has to have before it can show anything, as the server sends it. */
  readonly scriptKilobytes: number;
  readonly styleKilobytes: number;
  readonly encoding: string;
}

/** What the page itself names, asked for as a browser asks. */
export async function measureFirstLoad(url: string): Promise<FirstLoad> {
  const html = await (await fetch(url, { headers: { accept: 'text/html' } })).text();
  const named = [...html.matchAll(/(?:src|href)="(\/[^"]+\.(?:js|css))"/g)].map(
    ([, path]) => path ?? '',
  );
  let encoding = 'identity';
  let script = 0;
  let style = 0;
  for (const path of named) {
    const response = await fetch(`${url}${path}`, {
      method: 'HEAD',
      headers: { 'accept-encoding': 'gzip, deflate, br' },
    });
    const bytes = Number(response.headers.get('content-length'));
    encoding = response.headers.get('content-encoding') ?? encoding;
    if (path.endsWith('.js')) script += bytes;
    else style += bytes;
  }
  const kilobytes = (bytes: number) => Math.round(bytes / 102.4) / 10;
  return { scriptKilobytes: kilobytes(script), styleKilobytes: kilobytes(style), encoding };
}
