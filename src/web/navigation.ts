/** What is on every page: one line an entry. `keys` are pressed one after the other. */
export const NAVIGATION = [
  { to: '/', label: 'Fleet', keys: 'g f' },
  { to: '/alerts', label: 'Alerts', keys: 'g a' },
  { to: '/silences', label: 'Silences', keys: 'g q' },
  { to: '/health', label: 'Health', keys: 'g h' },
  { to: '/new', label: 'Bring a file', keys: 'g n' },
  { to: '/settings', label: 'Settings', keys: 'g c' },
] as const;
