export interface AccessibleScreen {
  readonly name: string;
  /** With {alert} and {file} where only the server knows an id. */
  readonly path: string;
  readonly ready: string;
  readonly key?: string;
  /** Opened before it is looked at. */
  readonly opened?: string;
}

const ANSWER = '.answer:not(:has(.skeleton))';
const LOANS = '/models/loans';
const AMOUNT = `${LOANS}/features/amount`;

/** Of a fleet whose past is told or played, with everything that is drawn. */
export const WATCHED_SCREENS: readonly AccessibleScreen[] = [
  { name: 'fleet', path: '/', ready: ANSWER },
  { name: 'model', path: LOANS, ready: '.heat' },
  { name: 'model as tables', path: LOANS, ready: '.heat', key: 't' },
  { name: 'model that is not set up', path: '/models/forecast', ready: ANSWER },
  { name: 'feature of numbers', path: AMOUNT, ready: '.histogram' },
  { name: 'feature of categories', path: `${LOANS}/features/country`, ready: '.share-rows' },
  { name: 'feature as tables', path: AMOUNT, ready: '.histogram', key: 't' },
  { name: 'segments', path: `${LOANS}/segments`, ready: '.segment-table' },
  {
    name: 'two segments',
    path: `${LOANS}/segments?feature=amount&a=country%3DFR&b=country%3DDE`,
    ready: '.histogram',
  },
  { name: 'segments of a model without', path: '/models/churn/segments', ready: '.notice' },
  { name: 'alerts', path: '/alerts', ready: '.alert-row' },
  { name: 'alerts that do not match', path: '/alerts?model=nobody', ready: '.notice' },
  { name: 'alert', path: '/alerts/{alert}', ready: ANSWER },
  { name: 'alert that is not there', path: '/alerts/nobody', ready: '.notice' },
  { name: 'alert with the form of a silence', path: '/alerts/{alert}', ready: ANSWER, key: 's' },
  { name: 'monitors', path: `${LOANS}/monitors`, ready: '.checks' },
  { name: 'baselines', path: `${LOANS}/baselines`, ready: '.comparison-answer' },
  { name: 'baselines of a model without', path: '/models/forecast/baselines', ready: ANSWER },
  { name: 'health with monitors that did not run', path: '/health', ready: ANSWER },
  { name: 'help', path: '/', ready: ANSWER, key: '?' },
  { name: 'a model that is not there', path: '/models/nobody', ready: '.notice' },
  { name: 'a page that is not there', path: '/nowhere', ready: '.notice' },
];

/** Of a server as it is set up: what is brought, refused, silenced and told. */
export const SET_UP_SCREENS: readonly AccessibleScreen[] = [
  { name: 'a file to bring', path: '/new', ready: '.drop' },
  { name: 'a file that was brought', path: '/new?file={file}', ready: '.column-roles' },
  { name: 'a model without a row', path: '/models/pricing', ready: ANSWER },
  {
    name: 'monitors to be made',
    path: '/models/upsell/monitors',
    ready: '.recommended, #recommended-title ~ details',
  },
  { name: 'no refused rows', path: '/models/upsell/quarantine', ready: ANSWER },
  { name: 'refused rows', path: '/models/pricing/quarantine', ready: '.row-list li' },
  { name: 'silences', path: '/silences', ready: '.silence' },
  { name: 'the form of a silence', path: '/silences', ready: '.silence', key: 's' },
  { name: 'health', path: '/health', ready: ANSWER },
  { name: 'settings', path: '/settings', ready: '.settings-list li' },
  {
    name: 'settings with their forms',
    path: '/settings',
    ready: '.settings-list li',
    opened: 'details > summary',
  },
];
