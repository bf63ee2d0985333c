import { LIVE_MODEL } from './live-model.ts';
import type { Stage } from './open-stage.ts';

export interface Screen {
  /** Of its files. */
  readonly name: string;
  readonly path: string;
  /** There once the screen has its content. */
  readonly ready: string;
  /** Pressed before the picture is taken. */
  readonly key?: string;
  /** Pictures of what is rare are taken once, in one theme. */
  readonly rare?: boolean;
}

const ANSWER = '.answer:not(:has(.skeleton))';
const CANVAS = '.strip-plot canvas';

export const EMPTY_SCREENS: readonly Screen[] = [
  { name: 'fleet-empty', path: '/', ready: ANSWER, rare: true },
  { name: 'alerts-empty', path: '/alerts', ready: '.notice', rare: true },
];

export async function usualScreens(stage: Stage): Promise<readonly Screen[]> {
  const query = `model=${LIVE_MODEL}&order=worst&limit=50`;
  const { alerts } = await stage.call<{ alerts: { alertId: string; column: string | null }[] }>(
    'GET',
    `/v1/alerts?${query}`,
  );
  const alert = alerts.find(({ column }) => column === 'amount') ?? alerts[0];
  if (alert === undefined) throw new Error('The model that was played raised no alert.');
  const model = `/models/${LIVE_MODEL}`;
  return [
    { name: 'fleet', path: '/', ready: ANSWER },
    { name: 'model', path: model, ready: CANVAS },
    { name: 'feature-number', path: `${model}/features/amount`, ready: CANVAS },
    { name: 'feature-category', path: `${model}/features/country`, ready: CANVAS },
    {
      name: 'segments',
      path: `${model}/segments?feature=amount&a=country%3DFR&b=country%3DDE`,
      ready: '.alert-columns > div:nth-child(1) .histogram',
    },
    { name: 'alerts', path: '/alerts', ready: '.alert-row' },
    { name: 'alert', path: `/alerts/${alert.alertId}`, ready: CANVAS },
    { name: 'monitors', path: `${model}/monitors`, ready: '.checks', rare: true },
    { name: 'baselines', path: `${model}/baselines`, ready: '.comparison-answer' },
  ];
}

const LONG =
  '/models/recommendations-for-returning-customers-in-the-northern-regions-v2-shadow-of-the-shadow';

export const OVERFULL_SCREENS: readonly Screen[] = [
  { name: 'fleet-overfull', path: '/', ready: ANSWER, rare: true },
  { name: 'model-overfull', path: LONG, ready: CANVAS, rare: true },
  { name: 'alerts-overfull', path: '/alerts', ready: '.alert-row', rare: true },
];
