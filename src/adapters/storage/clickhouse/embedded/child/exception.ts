/** A ClickHouse exception: code and name as the server's protocol has them. */
export class ClickHouseException extends Error {
  readonly code: number;

  constructor(code: number, name: string, text: string) {
    super(`Code: ${code}. DB::Exception: ${text} (${name})`);
    this.code = code;
  }
}

/** Code of an error of the engine, 1002 (UNKNOWN_EXCEPTION) when it carries none. */
export function exceptionCode(error: unknown): number {
  if (error instanceof ClickHouseException) return error.code;
  const found = /^Code:\s*(\d+)\b/.exec(exceptionText(error));
  return found === null ? 1002 : Number(found[1]);
}

export function exceptionText(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return /^Code:\s*\d+/.test(text)
    ? text
    : `Code: 1002. DB::Exception: ${text} (UNKNOWN_EXCEPTION)`;
}

const statusByCode = new Map([
  [48, 501], // NOT_IMPLEMENTED
  [60, 404], // UNKNOWN_TABLE
  [62, 400], // SYNTAX_ERROR
  [81, 404], // UNKNOWN_DATABASE
  [115, 400], // UNKNOWN_SETTING
  [159, 408], // TIMEOUT_EXCEEDED
  [456, 400], // UNKNOWN_QUERY_PARAMETER
  [457, 400], // BAD_QUERY_PARAMETER
  [516, 403], // AUTHENTICATION_FAILED
]);

export function exceptionStatus(code: number): number {
  return statusByCode.get(code) ?? 500;
}

/** The block that ends a broken stream, so that a client can tell it from data (since 25.11). */
export function exceptionBlock(tag: string, error: unknown): string {
  const text = `${exceptionText(error)}\n`;
  const marker = '__exception__';
  return `\r\n${marker}\r\n${tag}\r\n${text}${Buffer.byteLength(text)} ${tag}\r\n${marker}\r\n`;
}
