import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { readConfig, SETTINGS } from '../../src/server/config.ts';
import { freshClickHouse, freshPostgres } from '../../src/testing/engines.ts';
import { projectRoot } from '../architecture/project-root.ts';
import { IMAGE_ENVIRONMENT } from './read-dockerfile.ts';

interface Service {
  readonly image: string;
  readonly build?: string;
  readonly ports?: readonly string[];
  readonly volumes?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly healthcheck?: object;
  readonly stop_grace_period?: string;
}

interface Compose {
  readonly services: Readonly<Record<string, Service>>;
  readonly volumes: Readonly<Record<string, unknown>>;
}

const read = (file: string) => parse(readFileSync(join(projectRoot, file), 'utf8')) as Compose;
const { version } = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8')) as {
  version: string;
};

describe.each(['compose.yaml', 'compose.cluster.yaml'])('%s', (file) => {
  const { services, volumes } = read(file);
  const leeway = services['leeway'];

  it('builds the server from here, under the version of the package', () => {
    expect(leeway).toMatchObject({ build: '.', image: `leeway:${version}` });
  });

  it('sets variables that the server has, to values that it takes', () => {
    const known = SETTINGS.map((setting) => setting.variable as string);
    const set = Object.entries(leeway?.environment ?? {}).map(([name, value]) => [
      name,
      value.replaceAll(/\$\{LEEWAY_DB_PASSWORD:\?[^}]*\}/g, 'secret1'),
    ]);
    expect(known).toEqual(expect.arrayContaining(set.map(([name]) => name)));
    expect(() =>
      readConfig({}, { ...IMAGE_ENVIRONMENT, ...Object.fromEntries(set) }),
    ).not.toThrow();
  });

  it('publishes the port of the image to this machine alone, and keeps its data directory', () => {
    const { LEEWAY_PORT: port, LEEWAY_DATA_DIR: dataDir } = IMAGE_ENVIRONMENT;
    expect(leeway?.ports).toEqual([`127.0.0.1:${port}:${port}`]);
    expect(leeway?.volumes).toEqual([`leeway:${dataDir}`]);
  });

  it('declares every volume, waits only for services that say when they are healthy', () => {
    for (const service of Object.values(services)) {
      for (const volume of service.volumes ?? []) {
        expect(Object.keys(volumes)).toContain(volume.split(':')[0]);
      }
      for (const name of Object.keys(service.depends_on ?? {})) {
        expect(services[name]?.healthcheck).toBeDefined();
      }
      expect(Number.parseInt(service.stop_grace_period ?? '0', 10)).toBeGreaterThanOrEqual(60);
    }
  });
});

describe('the databases of compose.cluster.yaml', () => {
  const { services } = read('compose.cluster.yaml');

  it('are those that the URLs of the server name', () => {
    const { LEEWAY_CLICKHOUSE_URL, LEEWAY_POSTGRES_URL } = services['leeway']?.environment ?? {};
    const clickhouse = services['clickhouse']?.environment ?? {};
    const postgres = services['postgres']?.environment ?? {};
    expect(LEEWAY_CLICKHOUSE_URL).toBe(
      `http://${clickhouse['CLICKHOUSE_USER']}:${clickhouse['CLICKHOUSE_PASSWORD']}@clickhouse:8123/${clickhouse['CLICKHOUSE_DB']}`,
    );
    expect(LEEWAY_POSTGRES_URL).toBe(
      `postgres://${postgres['POSTGRES_USER']}:${postgres['POSTGRES_PASSWORD']}@postgres:5432/${postgres['POSTGRES_DB']}`,
    );
  });

  it('are of the versions that everything else is tested on', async () => {
    const [clickhouse, postgres] = await Promise.all([freshClickHouse(), freshPostgres()]);
    try {
      const asked = await clickhouse.client.query({
        query: 'SELECT version() AS version',
        format: 'JSONEachRow',
      });
      const [own] = await asked.json<{ version: string }>();
      const tag = services['clickhouse']?.image.split(':')[1] ?? '';
      expect(own?.version.startsWith(`${tag}.`), `${own?.version}, not ${tag}`).toBe(true);
      const { rows } = await postgres.pool.query<{ server_version: string }>('SHOW server_version');
      const major = services['postgres']?.image.split(':')[1]?.split('-')[0] ?? '';
      expect(rows[0]?.server_version).toMatch(new RegExp(`^${major}\\b`));
    } finally {
      await Promise.all([clickhouse.drop(), postgres.drop()]);
    }
  });
});
