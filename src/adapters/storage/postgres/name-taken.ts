const UNIQUE_VIOLATION = '23505';

/** Whether Postgres refused a row because its name is in use. */
export function isNameTaken(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === UNIQUE_VIOLATION;
}
