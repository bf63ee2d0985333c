/** The drawn house: which layer may import which. Everything else is refused. */
export const LAYERS = {
  stats: [],
  metrics: ['stats'],
  monitoring: ['stats', 'metrics'],
  contract: ['monitoring'],
  adapters: ['stats', 'metrics', 'monitoring'],
  server: ['stats', 'metrics', 'monitoring', 'contract', 'adapters'],
  cli: ['server', 'contract'],
  web: ['contract'],
} as const satisfies Record<string, readonly string[]>;

export type Layer = keyof typeof LAYERS;

export const LAYER_NAMES = Object.keys(LAYERS) as readonly Layer[];
export const PURE_LAYERS = ['stats', 'metrics', 'monitoring', 'contract'] as const;

export function mayImport(from: Layer, to: Layer): boolean {
  const allowed: readonly string[] = LAYERS[from];
  return from === to || allowed.includes(to);
}
