import { EMPTY_MODEL, LONG_NAME, UNSEEN_MODEL } from './names.ts';

export interface Screen {
  /** Of its files. */
  readonly name: string;
  readonly path: string;
  /** There once the screen has its content. */
  readonly ready: string;
}

/** What only the server could name. */
export interface Places {
  /** A model that is really watched, an alert of it, and a file that was brought. */
  readonly model: string;
  readonly alertId: string;
  readonly fileId: string;
}

/** A file of more columns than fit, and an alert with more to say than fits. */
export type CrowdedPlaces = Pick<Places, 'alertId' | 'fileId'>;

const ANSWER = '.answer:not(:has(.skeleton))';
const CHART = '.strip-plot > svg';
/** The last thing to come on the page of a model. */
const HEAT_MAP = '.heat tbody tr';
const NOTICE = '.notice';

/** Before there is a model; the last ones before there is a row. */
export const EMPTY_SCREENS: readonly Screen[] = [
  { name: 'fleet-empty', path: '/', ready: ANSWER },
  { name: 'alerts-empty', path: '/alerts', ready: NOTICE },
  { name: 'alert-empty', path: '/alerts/alt_nobody', ready: NOTICE },
  { name: 'silences-empty', path: '/silences', ready: ANSWER },
  { name: 'health-empty', path: '/health', ready: ANSWER },
  { name: 'new-empty', path: '/new', ready: '.drop' },
  { name: 'settings-empty', path: '/settings', ready: '#keys-title ~ details' },
];
export const ROWLESS_SCREENS: readonly Screen[] = [
  { name: 'model-empty', path: `/models/${EMPTY_MODEL}`, ready: ANSWER },
  { name: 'segments-empty', path: `/models/${EMPTY_MODEL}/segments`, ready: NOTICE },
  {
    name: 'monitors-empty',
    path: `/models/${UNSEEN_MODEL}/monitors`,
    ready: '.recommended, #recommended-title ~ details',
  },
  { name: 'baselines-empty', path: `/models/${EMPTY_MODEL}/baselines`, ready: ANSWER },
  { name: 'quarantine-empty', path: `/models/${EMPTY_MODEL}/quarantine`, ready: ANSWER },
  {
    name: 'feature-empty',
    path: `/models/${UNSEEN_MODEL}/features/monthlyCharge`,
    ready: ANSWER,
  },
];

export function usualScreens({ model, alertId, fileId }: Places): readonly Screen[] {
  const own = `/models/${model}`;
  return [
    { name: 'fleet', path: '/', ready: ANSWER },
    { name: 'model', path: own, ready: HEAT_MAP },
    { name: 'feature-number', path: `${own}/features/amount`, ready: CHART },
    { name: 'feature-category', path: `${own}/features/country`, ready: CHART },
    {
      name: 'segments',
      path: `${own}/segments?feature=amount&a=country%3DFR&b=country%3DDE`,
      ready: '.alert-columns > div:nth-child(1) .histogram',
    },
    { name: 'alerts', path: '/alerts', ready: '.alert-row' },
    { name: 'alert', path: `/alerts/${alertId}`, ready: CHART },
    {
      name: 'monitors',
      path: `${own}/monitors`,
      ready: '#recommended-title ~ .recommended, #recommended-title ~ details',
    },
    { name: 'baselines', path: `${own}/baselines`, ready: '.comparison-answer' },
    { name: 'quarantine', path: `${own}/quarantine`, ready: '.row-list li' },
    { name: 'silences', path: '/silences', ready: '.silence' },
    { name: 'health', path: '/health', ready: ANSWER },
    { name: 'new', path: `/new?file=${fileId}`, ready: '.column-roles' },
    { name: 'settings', path: '/settings', ready: '.settings-list li' },
  ];
}

const LONG = `/models/${LONG_NAME}`;

export function overfullScreens({ alertId, fileId }: CrowdedPlaces): readonly Screen[] {
  return [
    { name: 'fleet-overfull', path: '/', ready: ANSWER },
    { name: 'model-overfull', path: LONG, ready: HEAT_MAP },
    {
      name: 'feature-overfull',
      path: `${LONG}/features/a_feature_whose_name_goes_on_and_on_because_nobody_stopped_it`,
      ready: '.multiples .strip-plot > svg',
    },
    { name: 'segments-overfull', path: `${LONG}/segments`, ready: '.segment-table' },
    { name: 'alerts-overfull', path: '/alerts', ready: '.alert-row' },
    { name: 'alert-overfull', path: `/alerts/${alertId}`, ready: ANSWER },
    { name: 'monitors-overfull', path: `${LONG}/monitors`, ready: '.checks' },
    { name: 'baselines-overfull', path: `${LONG}/baselines`, ready: '.comparison-answer' },
    { name: 'quarantine-overfull', path: `${LONG}/quarantine`, ready: '.row-list li' },
    { name: 'silences-overfull', path: '/silences', ready: '.silence' },
    { name: 'health-overfull', path: '/health', ready: ANSWER },
    { name: 'new-overfull', path: `/new?file=${fileId}`, ready: '.column-roles' },
    { name: 'settings-overfull', path: '/settings', ready: '#keys-title ~ .settings-list li' },
  ];
}
