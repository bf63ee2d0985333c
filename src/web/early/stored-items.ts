/** What the browser keeps, by name. */
export const STORED_ITEMS = { key: 'leeway.key', theme: 'leeway.theme' } as const;
