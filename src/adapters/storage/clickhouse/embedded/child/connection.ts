import { type ChdbQueryStream, type ChdbResult, Session } from 'chdb';
import { type AppliedState, literal, stateStatements, type WantedState } from './session-state.ts';

/** One engine connection: runs one statement at a time. */
export interface EngineConnection {
  /** Mark in `log_comment` by which a statement of this connection is found and killed. */
  readonly tag: string;
  /** False after anything that cannot be taken back; such a connection is thrown away. */
  readonly reusable: boolean;
  apply(wanted: WantedState): Promise<void>;
  query(sql: string, format: string): Promise<ChdbResult>;
  stream(sql: string, format: string): ChdbQueryStream;
  /** Frees a stream that failed or was left, which the engine does on the next call only, and
   *  gives the connection up. */
  settle(): Promise<void>;
  spoil(): void;
  close(): void;
}

export interface ConnectionOptions {
  dataDir: string;
  connectionArgs: readonly string[];
}

let opened = 0;

export function openConnection(options: ConnectionOptions): EngineConnection {
  const session = new Session(options.dataDir, { connectionArgs: options.connectionArgs });
  opened += 1;
  const tag = `leeway-connection-${opened}`;
  const applied: AppliedState = { database: 'default', settings: new Map() };
  let reusable = true;

  return {
    tag,
    get reusable() {
      return reusable;
    },
    async apply(wanted) {
      const settings = new Map(wanted.settings);
      const comment = settings.get('log_comment');
      settings.set('log_comment', comment === undefined ? tag : `${tag} ${comment}`);
      const statements = stateStatements(applied, { ...wanted, settings });
      if (settings.has('readonly')) reusable = false;
      if (statements.length > 0) {
        try {
          await session.queryAsync(statements.join('; '), { format: 'Null' });
        } catch (error) {
          reusable = false;
          throw error;
        }
      }
      applied.database = wanted.database;
      applied.settings = settings;
    },
    async query(sql, format) {
      try {
        return await session.queryAsync(sql, { format });
      } catch (error) {
        // What a failed statement had written already would come first in the next one's result.
        reusable = false;
        throw error;
      }
    },
    stream: (sql, format) => session.queryStream(sql, { format }),
    async settle() {
      reusable = false;
      await session.queryAsync('SELECT 1', { format: 'Null' }).catch(() => {});
    },
    spoil() {
      reusable = false;
    },
    close: () => session.close(),
  };
}

/** Condition that finds the running statement of a connection in `system.processes`. */
export function processOf(tag: string): string {
  const comment = "Settings['log_comment']";
  return `(${comment} = ${literal(tag)} OR startsWith(${comment}, ${literal(`${tag} `)}))`;
}
