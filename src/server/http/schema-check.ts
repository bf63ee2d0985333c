import { Ajv } from 'ajv';
import type { FastifyInstance } from 'fastify';

const COMMON = {
  removeAdditional: false,
  useDefaults: true,
  allErrors: false,
  allowUnionTypes: true,
  strict: false,
  // `date-time` documents; moments are read and refused by the routes.
  validateFormats: false,
} as const;

/** Query strings and paths are text, so "7" is a number there. A body says what it means:
 *  nothing in it is turned into something else, and nothing is dropped. */
export function checkSchemas(app: FastifyInstance): void {
  const literal = new Ajv({ ...COMMON, coerceTypes: false });
  const coercing = new Ajv({ ...COMMON, coerceTypes: 'array' });
  app.setValidatorCompiler(({ schema, httpPart }) =>
    (httpPart === 'body' ? literal : coercing).compile(schema as object),
  );
}
