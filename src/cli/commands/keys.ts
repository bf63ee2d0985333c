import { Command, Option } from 'commander';
import { SCOPES } from '../../contract/common.ts';
import type { KeyBody, NewKeyBody } from '../../contract/key.ts';
import { readConfig } from '../../server/config.ts';
import { describeKey } from '../../server/http/keys.ts';
import { createLogger } from '../../server/logger.ts';
import type { KeyStores } from '../../server/offline-keys.ts';
import { callApi } from '../call-api.ts';
import { CommandError } from '../command-error.ts';
import { type Connection, findConnection, type GlobalOptions } from '../connection.ts';

interface KeyOptions extends GlobalOptions {
  readonly project?: string;
  readonly name: string;
  readonly scope: (typeof SCOPES)[number];
}

const projectOption = () =>
  new Option('--project <name>', 'project of the key (default: the own one)');

export function keysCommand(): Command {
  const keys = new Command('keys').description(
    'create, list and revoke API keys; the first one opens the server to other machines',
  );
  keys
    .command('create')
    .description('create a key and print its secret, once')
    .addOption(
      new Option('--scope <scope>', 'what it may do; admin includes the others')
        .choices(SCOPES)
        .makeOptionMandatory(),
    )
    .option('--name <name>', 'what people call it', 'cli')
    .addOption(projectOption())
    .action(async (_, command: Command) => {
      const options = command.optsWithGlobals<KeyOptions>();
      const created = await createKey(findConnection(command), options);
      process.stderr.write(
        `${created.keyId}: scope ${created.scope}, project ${created.project}. The secret is shown this once:\n`,
      );
      process.stdout.write(`${created.secret}\n`);
    });
  keys
    .command('list')
    .description('list the keys of a project')
    .addOption(projectOption())
    .action(async (_, command: Command) => {
      const options = command.optsWithGlobals<KeyOptions>();
      for (const key of await listKeys(findConnection(command), options)) {
        const state = key.revokedAt === null ? 'active' : `revoked ${key.revokedAt}`;
        const fields = [key.keyId, key.scope, key.project, key.createdAt, state, key.name];
        process.stdout.write(`${fields.join('\t')}\n`);
      }
    });
  keys
    .command('revoke')
    .description('revoke a key; servers refuse it within a second')
    .argument('<id>', 'id of the key, as listed')
    .addOption(projectOption())
    .action(async (keyId: string, _, command: Command) => {
      const options = command.optsWithGlobals<KeyOptions>();
      await revokeKey(findConnection(command), options, keyId);
      process.stderr.write(`${keyId} is revoked.\n`);
    });
  return keys;
}

const queryOf = ({ project }: KeyOptions) =>
  project === undefined ? '' : `?${new URLSearchParams({ project })}`;

async function createKey(connection: Connection | null, options: KeyOptions): Promise<NewKeyBody> {
  const { name, scope, project } = options;
  if (connection !== null) {
    const json = { name, scope, ...(project === undefined ? {} : { project }) };
    return (await callApi<NewKeyBody>(connection, '/v1/keys', { method: 'POST', json })).body;
  }
  return offline(options, async ({ keys, projects }) => {
    const owner = await projects.ensure(project ?? 'default');
    const { key, secret } = await keys.create(owner.projectId, name, scope);
    return { ...describeKey(key, owner), secret };
  });
}

async function listKeys(
  connection: Connection | null,
  options: KeyOptions,
): Promise<readonly KeyBody[]> {
  if (connection !== null) {
    const path = `/v1/keys${queryOf(options)}`;
    return (await callApi<{ keys: readonly KeyBody[] }>(connection, path)).body.keys;
  }
  return offline(options, async ({ keys, projects }) => {
    const owner = await projects.find(options.project ?? 'default');
    if (owner === null) throw new CommandError(`There is no project '${options.project}'.`);
    return (await keys.list(owner.projectId)).map((key) => describeKey(key, owner));
  });
}

async function revokeKey(
  connection: Connection | null,
  options: KeyOptions,
  keyId: string,
): Promise<void> {
  if (connection !== null) {
    const path = `/v1/keys/${encodeURIComponent(keyId)}${queryOf(options)}`;
    await callApi(connection, path, { method: 'DELETE' });
    return;
  }
  await offline(options, async ({ keys, projects }) => {
    const owner = await projects.find(options.project ?? 'default');
    const revoked = owner !== null && (await keys.revoke(owner.projectId, keyId));
    if (!revoked) throw new CommandError(`The project has no key ${keyId}.`);
  });
}

/** Without a server the key is made in its database, which is started for this moment. */
async function offline<Result>(
  options: KeyOptions,
  work: (stores: KeyStores) => Promise<Result>,
): Promise<Result> {
  const { withOfflineKeys } = await import('../../server/offline-keys.ts');
  const config = readConfig({ LEEWAY_DATA_DIR: options.dataDir });
  return withOfflineKeys(config, createLogger('error'), work);
}
