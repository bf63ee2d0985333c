/** Apart from the schemas that name them, so that a page can offer them without these. */
export const OVERVIEW_RANGES = ['24h', '7d', '30d', '90d', '1y'] as const;
export const ALERT_STATES = ['firing', 'acknowledged', 'resolved'] as const;
