import type { RowErrorCode } from '../../contract/errors.ts';

/** Why one row was not taken. */
export class Refusal {
  readonly code: RowErrorCode;
  readonly message: string;

  constructor(code: RowErrorCode, message: string) {
    this.code = code;
    this.message = message;
  }
}

export const refuseField = (field: string, must: string) =>
  new Refusal('invalid_field', `${field} must be ${must}`);

export const refuseMissing = (field: string) => new Refusal('missing_field', `${field} is missing`);

/** Names come from the sender and may be as long as he likes. */
export const refuseUnknown = (field: string) =>
  new Refusal(
    'unknown_field',
    `${field.length > 64 ? `${field.slice(0, 64)}…` : field} is not a field of this row`,
  );
