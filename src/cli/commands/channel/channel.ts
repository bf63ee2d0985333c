import { Argument, Command, Option } from 'commander';
import {
  CHANNEL_KINDS,
  type ChannelBody,
  type ChannelTestBody,
  type NewChannelBody,
} from '../../../contract/channel.ts';
import { callApi } from '../../call-api.ts';
import { CommandError } from '../../command-error.ts';
import { type Connection, connect } from '../../connection.ts';
import { type AddOptions, draftOf, type Kind, readSecret } from './channel-draft.ts';
import { channelIdOf, listChannels } from './find-channel.ts';

export function channelCommand(): Command {
  const channel = new Command('channel').description('say where alerts are sent to');
  channel
    .command('add')
    .description('add a webhook, a Slack channel, or recipients of e-mail')
    .addArgument(new Argument('<kind>', 'what it is').choices(CHANNEL_KINDS))
    .requiredOption('--name <name>', 'what people call it')
    .option('--address <url>', 'webhook: where messages are posted to')
    .option('--channel <id>', 'slack: C0123456789 or #name')
    .option('--host <host>', 'email: the SMTP server')
    .option('--port <port>', 'email: its port (default: 587; with tls 465)')
    .addOption(
      new Option('--security <kind>', 'email: how it is encrypted (default: starttls)').choices([
        'tls',
        'starttls',
        'none',
      ]),
    )
    .option('--user <user>', 'email: to sign in as')
    .option('--from <address>', 'email: the sender')
    .option('--to <addresses>', 'email: the recipients, separated by commas')
    .option('--runbook-url <url>', 'slack, email: where messages send whoever has to act')
    .option(
      '--secret-file <path>',
      'file with the one secret: a Slack token or the address of an incoming webhook, a password, ' +
        'a signing secret; - reads standard input',
    )
    .addHelpText(
      'after',
      `
Secrets are read from a file or standard input, so that the list of processes does not show them.

Examples:
  leeway channel add slack --name "on call" --channel C0123456789 --secret-file token.txt
  leeway channel add email --name team --host smtp.example.com --from leeway@example.com --to ada@example.com`,
    )
    .action(async (kind: Kind, options: AddOptions, command: Command) => {
      const secret = await readSecret(options);
      const json = draftOf(kind, options, secret);
      const call = { method: 'POST', json } as const;
      const { body } = await callApi<NewChannelBody>(connect(command), '/v1/channels', call);
      process.stdout.write(`added ${body.name} (${body.channelId})\n`);
      if (body.secret !== null && secret === null) {
        process.stderr.write('Messages are signed with this secret, which is shown this once:\n');
        process.stdout.write(`${body.secret}\n`);
      }
    });
  channel
    .command('list')
    .description('list the channels of the project')
    .action(async (_, command: Command) => {
      for (const one of await listChannels(connect(command))) {
        const state = one.enabled ? 'on' : 'off';
        const fields = [one.channelId, one.kind, state, describePlace(one), one.name];
        process.stdout.write(`${fields.join('\t')}\n`);
      }
    });
  channel
    .command('test')
    .description('send a test message now and print what the receiver answered')
    .argument('<channel>', 'id or name')
    .action(async (name: string, _, command: Command) => {
      const connection = connect(command);
      const path = `/v1/channels/${await findChannel(connection, name)}/test`;
      const { body } = await callApi<ChannelTestBody>(connection, path, { method: 'POST' });
      const answered = body.response === null ? '' : `\n${body.response}`;
      const line = `${body.outcome}: ${body.detail}, ${body.durationMs} ms${answered}`;
      process.stdout.write(`${line.trimEnd()}\n`);
      if (body.outcome !== 'delivered') throw new CommandError('The message did not arrive.');
    });
  channel
    .command('remove')
    .description('remove a channel; messages that wait for it are given up')
    .argument('<channel>', 'id or name')
    .action(async (name: string, _, command: Command) => {
      const connection = connect(command);
      const channelId = await findChannel(connection, name);
      await callApi(connection, `/v1/channels/${channelId}`, { method: 'DELETE' });
      process.stdout.write(`removed ${name}\n`);
    });
  return channel;
}

async function findChannel(connection: Connection, name: string): Promise<string> {
  return encodeURIComponent(channelIdOf(await listChannels(connection), name));
}

function describePlace({ kind, config }: ChannelBody): string {
  if (kind === 'webhook') return config.url ?? '';
  if (kind === 'slack') return config.channel ?? 'incoming webhook';
  return (config.to ?? []).join(',');
}
