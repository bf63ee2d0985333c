import { Command } from 'commander';
import { isStartedByNpx, readConfig } from '../../server/config.ts';
import { createLogger } from '../../server/logger.ts';
import type { GlobalOptions } from '../connection.ts';
import { whenOrphaned } from '../when-orphaned.ts';

interface ServeOptions extends GlobalOptions {
  readonly host?: string;
  readonly port?: string;
}

export function serveCommand(): Command {
  return new Command('serve')
    .description('run the server: API, dashboard, and both databases unless URLs name them')
    .option('--host <address>', 'address to listen at (default: 127.0.0.1)')
    .option('--port <port>', 'port to listen at, 0 for any free one (default: 8787)')
    .addHelpText(
      'after',
      `
Prints its URL on standard output when it is ready; logs JSON lines on standard error.
SIGTERM or SIGINT stops it: what was acknowledged is kept. A second signal ends it at once.
All settings, with their defaults and reasons: docs/configuration.md.`,
    )
    .action(async (_, command: Command) => {
      const options = command.optsWithGlobals<ServeOptions>();
      await serve({
        LEEWAY_DATA_DIR: options.dataDir,
        LEEWAY_HOST: options.host,
        LEEWAY_PORT: options.port,
      });
    });
}

async function serve(overrides: Readonly<Record<string, string | undefined>>): Promise<void> {
  const config = readConfig(overrides);
  const logger = createLogger(config.logLevel);
  // Loaded here, so that other commands need not wait for the whole server.
  const { startServer } = await import('../../server/wiring.ts');
  const starting = startServer(config, logger);

  let stopping: Promise<void> | undefined;
  const stop = (reason: string, exitCode: number) => {
    if (stopping !== undefined) process.exit(exitCode === 0 ? 130 : exitCode);
    logger.info({ reason }, 'stopping');
    stopping = starting
      .then((server) => server.stop())
      .then(() => logger.info('stopped'))
      .catch(() => {})
      .then(() => process.exit(exitCode));
  };
  process.on('SIGTERM', () => stop('SIGTERM', 0));
  process.on('SIGINT', () => stop('SIGINT', 0));
  if (isStartedByNpx()) {
    whenOrphaned(() => {
      if (stopping === undefined) stop('npx is gone', 0);
    });
  }
  // What nobody expected may have left anything half done: the next start begins from disk.
  process.on('uncaughtException', (error) => {
    logger.fatal({ err: error }, 'unexpected failure');
    stop('unexpected failure', 1);
  });

  const { url } = await starting;
  logger.info({ url, dataDir: config.dataDir }, 'ready');
  process.stdout.write(`Leeway is ready at ${url}\n`);
}
