/** What is on every page: one line an entry. `keys` are pressed one after the other. */
export const NAVIGATION = [
  { to: '/', label: 'Fleet', keys: 'g f' },
  { to: '/alerts', label: 'Alerts', keys: 'g a' },
  { to: '/silences', label: 'Silences', keys: 'g q' },
  { to: '/health', label: 'Health', keys: 'g h' },
  { to: '/new', label: 'Bring a file', keys: 'g n' },
  { to: '/settings', label: 'Settings', keys: 'g c' },
] as const;

/** What is on every page of a model. */
export const OF_MODEL = [
  { to: '/models/$model/monitors', keys: 'g m' },
  { to: '/models/$model/segments', keys: 'g s' },
  { to: '/models/$model/baselines', keys: 'g b' },
] as const;
