/** What `npm test` sets for its own child would send npm back into this repository. */
export function cleanEnvironment(): NodeJS.ProcessEnv {
  const isOurs =
    /^(LEEWAY_|VITEST|npm_(package|lifecycle|config_(local_|global_)?prefix)|INIT_CWD$|NODE_)/;
  const kept = Object.entries(process.env).filter(([name]) => !isOurs.test(name));
  const PATH = (process.env['PATH'] ?? '')
    .split(':')
    .filter((place) => !place.includes('node_modules'))
    .join(':');
  return { ...Object.fromEntries(kept), PATH };
}
