import type { ErrorBody, ErrorCode, ErrorDetail } from '../../contract/errors.ts';
import { ERRORS } from '../../contract/errors.ts';

export interface ApiErrorOptions {
  readonly detail?: ErrorDetail;
  /** The place in the request, such as `body/outputs/0/name`. */
  readonly where?: string;
  readonly retryAfterSeconds?: number;
  readonly cause?: unknown;
}

/** Thrown by routes; the error handler turns it into the answer that the catalogue describes. */
export class ApiError extends Error {
  readonly code: ErrorCode;
  readonly statusCode: number;
  readonly detail: ErrorDetail | undefined;
  readonly where: string | undefined;
  readonly retryAfterSeconds: number | undefined;

  constructor(code: ErrorCode, options: ApiErrorOptions = {}) {
    super(ERRORS[code].message, { cause: options.cause });
    this.name = 'ApiError';
    this.code = code;
    this.statusCode = ERRORS[code].status;
    this.detail = options.detail;
    this.where = options.where;
    this.retryAfterSeconds = options.retryAfterSeconds;
  }

  body(): ErrorBody {
    const { message, hint } = ERRORS[this.code];
    return {
      error: {
        code: this.code,
        message,
        hint,
        ...(this.where === undefined ? {} : { where: this.where }),
        ...(this.detail === undefined ? {} : { detail: this.detail }),
      },
    };
  }
}
