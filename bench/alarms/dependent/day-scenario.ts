/** How days differ from each other while nothing drifts. */
export interface DayScenario {
  readonly name: string;
  /** Variance between days, per degree of freedom, in units of a χ² distance. */
  readonly dispersion: number;
  /** All shares move for themselves, or all along one direction. */
  readonly shape: 'isotropic' | 'one_direction';
  /** Of a day's move with that of the day before. */
  readonly correlation: number;
  /** Weekends differ from weekdays by this much more, likewise as a χ² distance per degree. */
  readonly season: number;
  /** Rows of a day, and of each seventh part of the week. */
  readonly rowsOfDay: (day: number) => number;
}

const even = (rows: number) => () => rows;
/** Weekends have a tenth of the rows. */
const tenToOne = (rows: number) => (day: number) => (day % 7 >= 5 ? rows / 10 : rows);

const plain = { shape: 'isotropic', correlation: 0, season: 0 } as const;

export const DAY_SCENARIOS: readonly DayScenario[] = [
  { ...plain, name: 'no variation', dispersion: 0, rowsOfDay: even(5000) },
  { ...plain, name: 'variation 1e-4', dispersion: 1e-4, rowsOfDay: even(5000) },
  { ...plain, name: 'variation 1e-3', dispersion: 1e-3, rowsOfDay: even(5000) },
  { ...plain, name: 'variation 3e-3', dispersion: 3e-3, rowsOfDay: even(5000) },
  {
    ...plain,
    name: 'variation 1e-3, one direction',
    dispersion: 1e-3,
    shape: 'one_direction',
    rowsOfDay: even(5000),
  },
  { ...plain, name: 'AR(1) 0.7', dispersion: 1e-3, correlation: 0.7, rowsOfDay: even(5000) },
  { ...plain, name: 'volume 10:1', dispersion: 1e-3, rowsOfDay: tenToOne(10_000) },
  { ...plain, name: 'weekly season', dispersion: 3e-4, season: 0.01, rowsOfDay: even(5000) },
  {
    name: 'AR(1) 0.5, one direction, season, volume 10:1',
    dispersion: 3e-4,
    shape: 'one_direction',
    correlation: 0.5,
    season: 0.01,
    rowsOfDay: tenToOne(10_000),
  },
];
