import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ErrorCode } from '../../contract/errors.ts';
import type { ApiErrorOptions } from './api-error.ts';
import { ApiError } from './api-error.ts';

/** Fastify's own refusals, which come before a route sees the request. */
const FRAMEWORK_ERRORS: Readonly<Record<string, ErrorCode>> = {
  FST_ERR_BAD_URL: 'invalid_request',
  FST_ERR_CTP_BODY_TOO_LARGE: 'body_too_large',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'invalid_json',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'invalid_request',
  FST_ERR_CTP_INVALID_JSON_BODY: 'invalid_json',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'unsupported_media_type',
  FST_ERR_MAX_PARAM_LENGTH: 'invalid_request',
};

const RETRY_AFTER_SECONDS = 2;

/** Connections that broke, servers that start or stop, and waits that ran out. A query that is
 *  wrong has other codes and stays `internal`. */
const OUTAGE_CODE =
  /^(ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|ENOENT|EHOSTUNREACH|08...|57P0[1-5]|53300)$/;
const OUTAGE_MESSAGE =
  /^(Connection terminated|timeout exceeded when trying to connect|Timeout error|Query read timeout)|socket hang up|Client has encountered a connection error/;

function isOutage(error: unknown, depth = 0): boolean {
  if (!(error instanceof Error) || depth > 3) return false;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  if (OUTAGE_CODE.test(code) || OUTAGE_MESSAGE.test(error.message)) return true;
  if (error instanceof AggregateError && error.errors.some((one) => isOutage(one, depth + 1))) {
    return true;
  }
  return isOutage(error.cause, depth + 1);
}

function explainFrameworkError(error: FastifyError): ApiError | undefined {
  if (error.validation !== undefined) {
    const first = error.validation[0];
    return new ApiError('invalid_request', {
      where: `${error.validationContext ?? 'request'}${first?.instancePath ?? ''}`,
      detail: sentenceOfViolation(first?.message, first?.params),
    });
  }
  const code = FRAMEWORK_ERRORS[error.code];
  if (code !== undefined) return new ApiError(code, { detail: error.message, cause: error });
  if (error instanceof SyntaxError) return new ApiError('invalid_json', { detail: error.message });
  return undefined;
}

function sentenceOfViolation(message = 'is not valid', params: Record<string, unknown> = {}) {
  const { additionalProperty, allowedValues } = params;
  if (typeof additionalProperty === 'string') return `does not know '${additionalProperty}'`;
  if (Array.isArray(allowedValues)) return `must be one of ${allowedValues.join(', ')}`;
  return message;
}

export function toApiError(error: unknown, requestId: string): ApiError {
  if (error instanceof ApiError) return error;
  const explained = explainFrameworkError(error as FastifyError);
  if (explained !== undefined) return explained;
  const options: ApiErrorOptions = { cause: error };
  if (isOutage(error)) {
    return new ApiError('storage_unavailable', {
      ...options,
      retryAfterSeconds: RETRY_AFTER_SECONDS,
    });
  }
  // The cause goes to the log alone: it may hold names, values and paths.
  return new ApiError('internal', { ...options, detail: { id: requestId } });
}

export function sendError(
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  const answer = toApiError(error, request.id);
  if (answer.code === 'internal') request.log.error({ err: error }, 'request failed');
  else if (answer.statusCode >= 500)
    request.log.warn({ err: error }, 'request could not be served');
  if (answer.statusCode === 401) void reply.header('www-authenticate', 'Bearer');
  if (answer.retryAfterSeconds !== undefined) {
    void reply.header('retry-after', String(Math.ceil(answer.retryAfterSeconds)));
  }
  return reply.code(answer.statusCode).send(answer.body());
}

export function answerErrors(app: FastifyInstance): void {
  app.setErrorHandler((error, request, reply) => sendError(error, request, reply));
}
