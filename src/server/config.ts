import { homedir } from 'node:os';
import { isAbsolute, join, resolve } from 'node:path';

export interface Config {
  readonly dataDir: string;
  readonly host: string;
  readonly port: number;
  readonly clickhouseUrl: string | null;
  readonly clickhouseCluster: string | null;
  readonly postgresUrl: string | null;
  readonly publicUrl: string | null;
  readonly logLevel: LogLevel;
  readonly bodyLimitBytes: number;
  readonly inflatedLimitBytes: number;
  readonly baselineLimitBytes: number;
  readonly backlogLimitBytes: number;
  /** Null is for ever, of each class of data. */
  readonly keepRowsMs: number | null;
  readonly keepResultsMs: number | null;
  readonly keepAlertsMs: number | null;
  readonly keepRecordsMs: number | null;
}

export type LogLevel = 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal' | 'silent';
const LOG_LEVELS: readonly string[] = [
  'trace',
  'debug',
  'info',
  'warn',
  'error',
  'fatal',
  'silent',
];

/** One variable of the environment, with the reason for its default. */
export interface Setting<Key extends keyof Config = keyof Config> {
  readonly variable: string;
  readonly key: Key;
  readonly fallback: string | null;
  readonly why: string;
  /** What the value must be, to follow "must be". */
  readonly form: string;
  /** Undefined where the text is no such value. */
  parse(text: string): Config[Key] | undefined;
}

const BYTE_UNITS: Readonly<Record<string, number>> = {
  '': 1,
  KiB: 2 ** 10,
  MiB: 2 ** 20,
  GiB: 2 ** 30,
};
const BYTES_FORM = 'a size such as 1048576, 512KiB, 32MiB or 2GiB';

function parseBytes(text: string): number | undefined {
  const [, count, unit = ''] = /^(\d{1,9})(KiB|MiB|GiB)?$/.exec(text) ?? [];
  const bytes = Number(count) * (BYTE_UNITS[unit] ?? Number.NaN);
  return bytes > 0 ? bytes : undefined;
}

const FOR_EVER = Number.POSITIVE_INFINITY;
const DAY_MS = 86_400_000;
const daysForm = (least: number) => `days such as ${least}d (the least) or 365d, or forever`;

/** Infinity where it is for ever: null would be no value. */
const parseDays = (least: number) => (text: string) => {
  if (text === '0' || text === 'forever') return FOR_EVER;
  const days = Number(/^(\d{1,5})d$/.exec(text)?.[1] ?? Number.NaN);
  return days >= least ? days * DAY_MS : undefined;
};

const parseUrl = (protocols: readonly string[]) => (text: string) =>
  URL.canParse(text) && protocols.includes(new URL(text).protocol) ? text : undefined;

const parsePath = (text: string) => (isAbsolute(text) ? text : resolve(text));

/** A user's home is private to him, and the database of a server run by root is not run by
 *  root: it could not even reach a directory under /root. */
const defaultDataDir = () =>
  process.getuid?.() === 0 ? '/var/lib/leeway' : join(homedir(), '.leeway');

const setting = <Key extends keyof Config>(one: Setting<Key>) => one;

export const SETTINGS = [
  setting({
    variable: 'LEEWAY_DATA_DIR',
    key: 'dataDir',
    fallback: null,
    why: '~/.leeway, or /var/lib/leeway for root: kept over upgrades, in nobody’s way.',
    form: 'a path',
    parse: parsePath,
  }),
  setting({
    variable: 'LEEWAY_HOST',
    key: 'host',
    fallback: '127.0.0.1',
    why: 'Nothing is reachable from outside until somebody wants it to be.',
    form: 'an address to listen at, such as 127.0.0.1 or 0.0.0.0',
    parse: (text) => (/^[\w.:%-]+$/.test(text) ? text : undefined),
  }),
  setting({
    variable: 'LEEWAY_PORT',
    key: 'port',
    fallback: '8787',
    why: 'Rarely taken; 0 takes any free port and says which.',
    form: 'a port between 0 and 65535',
    parse: (text) => (/^\d{1,5}$/.test(text) && Number(text) <= 65_535 ? Number(text) : undefined),
  }),
  setting({
    variable: 'LEEWAY_CLICKHOUSE_URL',
    key: 'clickhouseUrl',
    fallback: null,
    why: 'Unset: the server starts a ClickHouse of its own inside the data directory.',
    form: 'a URL such as http://user:password@host:8123/leeway',
    parse: parseUrl(['http:', 'https:']),
  }),
  setting({
    variable: 'LEEWAY_CLICKHOUSE_CLUSTER',
    key: 'clickhouseCluster',
    fallback: null,
    why: 'Unset: tables live on one server and are not replicated.',
    form: 'the name of a cluster in letters, digits, dots, dashes and underscores',
    parse: (text) => (/^[\w.-]+$/.test(text) ? text : undefined),
  }),
  setting({
    variable: 'LEEWAY_POSTGRES_URL',
    key: 'postgresUrl',
    fallback: null,
    why: 'Unset: the server starts a PostgreSQL of its own inside the data directory.',
    form: 'a URL such as postgres://user:password@host:5432/leeway',
    parse: parseUrl(['postgres:', 'postgresql:']),
  }),
  setting({
    variable: 'LEEWAY_PUBLIC_URL',
    key: 'publicUrl',
    fallback: null,
    why: 'Unset: messages carry no link, since the server cannot know how people reach it.',
    form: 'a URL such as https://leeway.example.com',
    parse: (text) => parseUrl(['http:', 'https:'])(text)?.replace(/\/+$/, ''),
  }),
  setting({
    variable: 'LEEWAY_LOG_LEVEL',
    key: 'logLevel',
    fallback: 'info',
    why: 'Starts, stops, restarts and failures; not every request.',
    form: `one of ${LOG_LEVELS.join(', ')}`,
    parse: (text) => (LOG_LEVELS.includes(text) ? (text as LogLevel) : undefined),
  }),
  setting({
    variable: 'LEEWAY_BODY_LIMIT',
    key: 'bodyLimitBytes',
    fallback: '32MiB',
    why: 'About 100,000 rows; a batch has to fit into memory.',
    form: BYTES_FORM,
    parse: parseBytes,
  }),
  setting({
    variable: 'LEEWAY_INFLATED_LIMIT',
    key: 'inflatedLimitBytes',
    fallback: '64MiB',
    why: 'What a compressed body may grow to, so that a small one cannot fill the memory.',
    form: BYTES_FORM,
    parse: parseBytes,
  }),
  setting({
    variable: 'LEEWAY_BASELINE_LIMIT',
    key: 'baselineLimitBytes',
    fallback: '2GiB',
    why: 'Baselines are spooled to disk: the bound is a disk that must not fill by accident.',
    form: BYTES_FORM,
    parse: parseBytes,
  }),
  setting({
    variable: 'LEEWAY_BACKLOG_LIMIT',
    key: 'backlogLimitBytes',
    fallback: '1GiB',
    why: 'Hours of a stopped ClickHouse at usual rates; beyond it senders are asked to wait.',
    form: BYTES_FORM,
    parse: parseBytes,
  }),
  setting({
    variable: 'LEEWAY_KEEP_ROWS',
    key: 'keepRowsMs',
    fallback: '90d',
    why: 'Since arrival: labels of a quarter find their predictions; what was counted stays longer.',
    form: daysForm(1),
    parse: parseDays(1),
  }),
  setting({
    variable: 'LEEWAY_KEEP_RESULTS',
    key: 'keepResultsMs',
    fallback: '1095d',
    why: 'Profiles, measurements and verdicts are small, and three years show the seasons.',
    form: daysForm(90),
    parse: parseDays(90),
  }),
  setting({
    variable: 'LEEWAY_KEEP_ALERTS',
    key: 'keepAlertsMs',
    fallback: '730d',
    why: 'Alerts that are over: long enough to ask what happened this time last year.',
    form: daysForm(30),
    parse: parseDays(30),
  }),
  setting({
    variable: 'LEEWAY_KEEP_RECORDS',
    key: 'keepRecordsMs',
    fallback: '30d',
    why: 'Messages, tries to deliver them, refused rows: what one looks for after last month.',
    form: daysForm(7),
    parse: parseDays(7),
  }),
] as const;

/** A setting nobody can work with. */
export class ConfigError extends Error {
  readonly code = 'invalid_setting';

  constructor(variable: string, form: string, value: string) {
    super(
      `invalid_setting: ${variable} must be ${form}, but it is '${value}'. Change or unset it.`,
    );
    this.name = 'ConfigError';
  }
}

export type Environment = Readonly<Record<string, string | undefined>>;

/** Whether npx (`npm exec`) started this process. */
export const isStartedByNpx = (environment: Environment = process.env): boolean =>
  environment['npm_command'] === 'exec';

/** Reads the environment once. `overrides` come from the command line, under the names of the
 *  variables, and go first. Empty text means unset. */
export function readConfig(
  overrides: Environment = {},
  environment: Environment = process.env,
): Config {
  const config: Partial<Record<keyof Config, unknown>> = { dataDir: defaultDataDir() };
  for (const { variable, key, fallback, form, parse } of SETTINGS) {
    const text = overrides[variable] || environment[variable] || fallback;
    if (text === null) {
      config[key] ??= null;
      continue;
    }
    const value = parse(text);
    // A value may hold a password.
    if (value === undefined)
      throw new ConfigError(variable, form, text.replace(/:[^:@/]*@/, ':…@'));
    config[key] = value === FOR_EVER ? null : value;
  }
  return config as unknown as Config;
}
