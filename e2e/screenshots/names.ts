/** Made, and nothing more. */
export const EMPTY_MODEL = 'pricing';
/** It has a baseline, and no prediction came yet. */
export const UNSEEN_MODEL = 'upsell';
export const LONG_NAME =
  'recommendations-for-returning-customers-in-the-northern-regions-v2-shadow-of-the-shadow';
