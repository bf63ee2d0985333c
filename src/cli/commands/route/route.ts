import { Command, Option } from 'commander';
import {
  type DefaultRouteBody,
  DIGEST_CRITICAL,
  DIGEST_QUIET,
  ROUTE_SEVERITIES,
  type RouteBody,
  type RouteListBody,
  type RoutePreviewBody,
} from '../../../contract/route.ts';
import { callApi } from '../../call-api.ts';
import { CommandError } from '../../command-error.ts';
import { type Connection, connect } from '../../connection.ts';
import { splitNames } from '../../split-names.ts';
import { channelIdOf, listChannels } from '../channel/find-channel.ts';
import { describeRoute, describeRoutePreview, nameOfChannels } from './describe-route.ts';

interface AddOptions {
  readonly to: string;
  readonly match?: readonly string[];
  readonly minSeverity?: RouteBody['minSeverity'];
  readonly digest?: string;
  readonly timeZone?: string;
  readonly critical?: (typeof DIGEST_CRITICAL)[number];
  readonly whenQuiet?: (typeof DIGEST_QUIET)[number];
}

const MATCH = [
  '--match <matcher...>',
  'which alerts, such as model=churn or column=~"inc.*"; all have to hold (default: every alert)',
] as const;

const minSeverity = () =>
  new Option('--min-severity <severity>', 'the mildest that goes this way').choices(
    ROUTE_SEVERITIES,
  );

export function routeCommand(): Command {
  const route = new Command('route').description('say which alerts go to which channels');
  route
    .command('add')
    .description('send some alerts to some channels')
    .argument('<name>', 'what people call it')
    .requiredOption('--to <channels>', 'ids or names of channels, separated by commas')
    .option(...MATCH)
    .addOption(minSeverity().default('warning'))
    .option('--digest <pattern>', 'sum up at these times, five fields of cron (default: at once)')
    .option('--time-zone <name>', 'zone of the pattern (default: UTC)')
    .addOption(
      new Option('--critical <how>', 'with --digest: what becomes of critical alerts').choices(
        DIGEST_CRITICAL,
      ),
    )
    .addOption(
      new Option('--when-quiet <how>', 'with --digest: what is sent where nothing was').choices(
        DIGEST_QUIET,
      ),
    )
    .addHelpText(
      'after',
      `
An alert goes the way of every route that takes it; where none does, by the default: leeway route default.

Examples:
  leeway route add pager --to "on call" --min-severity critical
  leeway route add payments --to payments-team --match 'model=~"pay-.*"'
  leeway route add morning --to team --digest "0 9 * * MON-FRI" --time-zone Europe/Berlin`,
    )
    .action(async (name: string, options: AddOptions, command: Command) => {
      const connection = connect(command);
      const json = {
        name,
        channels: await channelIds(connection, options.to),
        ...questionOf(options),
        ...digestOf(options),
      };
      const call = { method: 'POST', json } as const;
      const { body } = await callApi<RouteBody>(connection, '/v1/routes', call);
      print(`added ${body.name} (${body.routeId})`);
    });
  route
    .command('list')
    .description('list the routes of the project, the default last')
    .option('--json', 'print the answer of the server')
    .action(async (options: { json?: true }, command: Command) => {
      const connection = connect(command);
      const listed = await listRoutes(connection);
      if (options.json === true) return print(JSON.stringify(listed));
      const channels = await listChannels(connection);
      for (const one of listed.routes) print(describeRoute(one, channels));
      const fallback = listed.default.channels;
      const to = fallback === null ? 'all channels' : nameOfChannels(fallback, channels);
      print(['default', 'on', 'what no route takes', to].join('\t'));
    });
  route
    .command('preview')
    .description('list the alerts of the last 30 days that would have gone this way')
    .option(...MATCH)
    .addOption(minSeverity().default('warning'))
    .option('--json', 'print the answer of the server')
    .action(async (options: Omit<AddOptions, 'to'> & { json?: true }, command: Command) => {
      const call = { method: 'POST', json: questionOf(options) } as const;
      const path = '/v1/routes/preview';
      const { body } = await callApi<RoutePreviewBody>(connect(command), path, call);
      print(options.json === true ? JSON.stringify(body) : describeRoutePreview(body));
    });
  route
    .command('default')
    .description('say where alerts go that no route takes')
    .argument('<channels>', 'ids or names, separated by commas; all; or none')
    .action(async (names: string, _, command: Command) => {
      const connection = connect(command);
      const channels =
        names === 'all' ? null : names === 'none' ? [] : await channelIds(connection, names);
      const call = { method: 'PUT', json: { channels } } as const;
      await callApi<DefaultRouteBody>(connection, '/v1/routes/default', call);
      print(`What no route takes goes to ${names === 'all' ? 'all channels' : names}.`);
    });
  route
    .command('remove')
    .description('remove a route; who was told of an alert still hears of its end')
    .argument('<route>', 'id or name')
    .action(async (name: string, _, command: Command) => {
      const connection = connect(command);
      const { routes } = await listRoutes(connection);
      const found = routes.find((one) => one.routeId === name || one.name === name);
      if (found === undefined) throw new CommandError(`The project has no route ${name}.`);
      const path = `/v1/routes/${encodeURIComponent(found.routeId)}`;
      await callApi(connection, path, { method: 'DELETE' });
      print(`removed ${name}`);
    });
  return route;
}

const listRoutes = async (connection: Connection): Promise<RouteListBody> =>
  (await callApi<RouteListBody>(connection, '/v1/routes')).body;

const questionOf = ({ match, minSeverity }: Omit<AddOptions, 'to'>) => ({
  ...(match === undefined ? {} : { matchers: match }),
  ...(minSeverity === undefined ? {} : { minSeverity }),
});

function digestOf({ digest, timeZone, critical, whenQuiet }: AddOptions) {
  const rest = {
    ...(timeZone === undefined ? {} : { timeZone }),
    ...(critical === undefined ? {} : { critical }),
    ...(whenQuiet === undefined ? {} : { whenQuiet }),
  };
  if (digest !== undefined) return { digest: { cron: digest, ...rest } };
  if (Object.keys(rest).length === 0) return {};
  throw new CommandError('--time-zone, --critical and --when-quiet belong to --digest.');
}

async function channelIds(connection: Connection, names: string): Promise<string[]> {
  const channels = await listChannels(connection);
  return splitNames(names).map((name) => channelIdOf(channels, name));
}

const print = (text: string): void => {
  process.stdout.write(`${text}\n`);
};
