import { REQUEST_ERRORS } from './request-errors.ts';
import { ROW_ERRORS } from './row-errors.ts';

export const ERRORS = { ...REQUEST_ERRORS, ...ROW_ERRORS };

export type ErrorCode = keyof typeof REQUEST_ERRORS;

/** Codes of refused rows. */
export type RowErrorCode = keyof typeof ROW_ERRORS;

export type ErrorDetail = string | Readonly<Record<string, unknown>>;

/** The form of every answer that is not a success. */
export interface ErrorBody {
  readonly error: {
    readonly code: ErrorCode;
    readonly message: string;
    readonly hint: string;
    /** The place in the request, such as `body/outputs/0/name`. */
    readonly where?: string;
    readonly detail?: ErrorDetail;
  };
}

export const ERROR_BODY_SCHEMA = {
  type: 'object',
  required: ['error'],
  properties: {
    error: {
      type: 'object',
      required: ['code', 'message', 'hint'],
      properties: {
        code: { type: 'string' },
        message: { type: 'string' },
        hint: { type: 'string' },
        where: { type: 'string' },
        detail: { anyOf: [{ type: 'string' }, { type: 'object', additionalProperties: true }] },
      },
    },
  },
} as const;
