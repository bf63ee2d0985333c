import { Command, Option } from 'commander';
import {
  type CreatedMonitorsBody,
  RECOMMENDATION_PRESETS,
  type RecommendationBody,
  type RecommendationQuery,
  type RecommendedMonitorBody,
} from '../../contract/recommendation.ts';
import { callApi } from '../call-api.ts';
import { type Connection, connect } from '../connection.ts';

interface RecommendOptions extends RecommendationQuery {
  readonly create?: true;
  readonly json?: true;
}

export function monitorCommand(): Command {
  const monitor = new Command('monitor').description('decide what is watched');
  monitor
    .command('recommend')
    .description('say which monitors suit a model by its baseline, and why; --create makes them')
    .argument('<model>', 'name of the model')
    .option('--create', 'make them; those of the same name stay as they are')
    .addOption(
      new Option('--preset <library>', 'by the default rules of that library').choices(
        RECOMMENDATION_PRESETS,
      ),
    )
    .option('--json', 'print the answer of the server')
    .addHelpText(
      'after',
      `
Example:
  leeway monitor recommend churn --create`,
    )
    .action(async (model: string, options: RecommendOptions, command: Command) => {
      const connection = connect(command);
      if (options.create === true) {
        const body = await createRecommended(connection, model, options);
        print(options.json === true ? JSON.stringify(body) : describeCreated(body));
        return;
      }
      const path = `/v1/models/${encodeURIComponent(model)}/recommendation${queryOf(options)}`;
      const { body } = await callApi<RecommendationBody>(connection, path, {
        patienceMs: PATIENCE_MS,
      });
      print(options.json === true ? JSON.stringify(body) : describeRecommendation(body));
    });
  return monitor;
}

/** Recommendations are made one at a time, and of many columns take minutes. */
const PATIENCE_MS = 600_000;

export async function createRecommended(
  connection: Connection,
  model: string,
  query: RecommendationQuery = {},
): Promise<CreatedMonitorsBody> {
  const path = `/v1/models/${encodeURIComponent(model)}/monitors/recommended${queryOf(query)}`;
  return (
    await callApi<CreatedMonitorsBody>(connection, path, {
      method: 'POST',
      patienceMs: PATIENCE_MS,
    })
  ).body;
}

const queryOf = ({ preset }: RecommendationQuery): string =>
  preset === undefined ? '' : `?${new URLSearchParams({ preset })}`;

export function describeCreated({ created, kept, passedOver }: CreatedMonitorsBody): string {
  return [
    ...created.map(({ monitorId, name }) => `created ${name} (${monitorId})`),
    ...kept.map((name) => `kept ${name} as it is`),
    ...describePassedOver(passedOver),
  ].join('\n');
}

export function describeRecommendation({ monitors, passedOver }: RecommendationBody): string {
  return [...monitors.flatMap(describeMonitor), ...describePassedOver(passedOver)].join('\n');
}

function describeMonitor(monitor: RecommendedMonitorBody): string[] {
  const { alarms, days } = monitor.budget;
  const saved = monitor.monitorId === null ? '' : ', is there already';
  return [
    `${monitor.name} (at most ${Number(alarms.toFixed(2))} false alarms in ${days} days${saved})`,
    `  ${monitor.why}`,
    ...monitor.checks.map(({ id, why }) => `  - ${id}: ${why}`),
    '',
  ];
}

const describePassedOver = (passedOver: RecommendationBody['passedOver']): string[] =>
  passedOver.map(({ subject, why }) => `not watched: ${subject}. ${why}`);

const print = (text: string): void => {
  process.stdout.write(`${text}\n`);
};
