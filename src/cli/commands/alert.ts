import { Command } from 'commander';
import type { AlertBody } from '../../contract/alert.ts';
import type { AlertDetailsBody } from '../../contract/alert-details.ts';
import { describeAlert, describeAlertDetails } from '../alert/describe-alert.ts';
import { callApi } from '../call-api.ts';
import { connect } from '../connection.ts';

interface ListOptions {
  readonly model?: string;
  readonly open?: true;
  readonly limit: string;
  readonly json?: true;
}

export function alertCommand(): Command {
  const alert = new Command('alert').description('see what is wrong, and what is behind it');
  alert
    .command('list')
    .description('list alerts, those that need somebody first')
    .option('--model <name>', 'of this model only')
    .option('--open', 'those that are not over')
    .option('--limit <alerts>', 'so many at most', '50')
    .option('--json', 'print the answer of the server')
    .addHelpText(
      'after',
      `
Examples:
  leeway alert list --open
  leeway alert show alt_…`,
    )
    .action(async ({ model, open, limit, json }: ListOptions, command: Command) => {
      const query = new URLSearchParams({ order: 'worst', limit });
      if (model !== undefined) query.set('model', model);
      if (open === true) query.set('open', 'true');
      const { body } = await callApi<{ alerts: AlertBody[] }>(
        connect(command),
        `/v1/alerts?${query}`,
      );
      if (json === true) print(JSON.stringify(body));
      else for (const one of body.alerts) print(describeAlert(one));
    });
  alert
    .command('show')
    .description('what an alert said when it opened, and its likely cause')
    .argument('<id>', 'id of the alert, as listed')
    .option('--json', 'print the answer of the server')
    .action(async (alertId: string, options: { json?: true }, command: Command) => {
      const path = `/v1/alerts/${encodeURIComponent(alertId)}`;
      const { body } = await callApi<AlertDetailsBody>(connect(command), path);
      print(options.json === true ? JSON.stringify(body) : describeAlertDetails(body));
    });
  return alert;
}

const print = (line: string): void => {
  process.stdout.write(`${line}\n`);
};
