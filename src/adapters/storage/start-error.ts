/** Why a server does not start on what it finds. Documented in `docs/errors.md` under "At start". */
export const START_ERROR_CODES = [
  'data_directory_in_use',
  'data_directory_unusable',
  'address_unusable',
  'database_too_new',
  'migration_changed',
] as const;

export type StartErrorCode = (typeof START_ERROR_CODES)[number];

/** A state of the disk or of a database that only a person can change; nobody needs its stack. */
export class StartError extends Error {
  readonly code: StartErrorCode;

  constructor(code: StartErrorCode, sentences: string) {
    super(`${code}: ${sentences}`);
    this.name = 'StartError';
    this.code = code;
  }
}
