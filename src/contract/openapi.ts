import type { ErrorEntry } from './error-entry.ts';
import { ERROR_BODY_SCHEMA, ERRORS } from './errors.ts';

export type JsonSchema = Readonly<Record<string, unknown>>;

/** What a route says about itself, beside what the framework checks. */
export interface RouteDocument {
  readonly operationId?: string;
  readonly summary?: string;
  readonly description?: string;
  readonly tags?: readonly string[];
  readonly params?: unknown;
  readonly querystring?: unknown;
  readonly headers?: unknown;
  readonly body?: unknown;
  readonly response?: unknown;
  /** Bodies that a route reads by itself, by content type; documented, not checked on entry. */
  readonly rawBody?: Readonly<Record<string, JsonSchema>>;
}

export interface DescribedRoute {
  readonly method: string;
  /** In the router's form: `/v1/models/:model`. */
  readonly url: string;
  readonly schema: RouteDocument;
  readonly scope: string | null;
}

export interface OpenApiDocument {
  readonly openapi: '3.1.0';
  readonly info: Readonly<Record<string, unknown>>;
  readonly paths: Readonly<Record<string, Readonly<Record<string, JsonSchema>>>>;
  readonly components: Readonly<Record<string, unknown>>;
  readonly [section: string]: unknown;
}

interface ObjectSchema {
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
}

function parametersOf(schema: unknown, place: 'path' | 'query' | 'header'): JsonSchema[] {
  const { properties = {}, required = [] } = (schema ?? {}) as ObjectSchema;
  return Object.entries(properties).map(([name, { description, ...property }]) => ({
    name,
    in: place,
    required: place === 'path' || required.includes(name),
    ...(description === undefined ? {} : { description }),
    schema: property,
  }));
}

function pathParametersOf({ url, schema }: DescribedRoute): JsonSchema[] {
  const declared = parametersOf(schema.params, 'path');
  const names = new Set(declared.map((one) => one['name']));
  const undeclared = [...url.matchAll(/:(\w+)/g)]
    .map(([, name]) => name)
    .filter((name) => !names.has(name))
    .map((name) => ({ name, in: 'path', required: true, schema: { type: 'string' } }));
  return [...declared, ...undeclared];
}

const json = (schema: unknown) => ({ 'application/json': { schema } });

function requestBodyOf({ body, rawBody }: RouteDocument): JsonSchema | undefined {
  if (rawBody !== undefined) {
    const content = Object.entries(rawBody).map(([type, schema]) => [type, { schema }]);
    return { required: true, content: Object.fromEntries(content) };
  }
  return body === undefined ? undefined : { required: true, content: json(body) };
}

function responsesOf({ response }: RouteDocument): Record<string, JsonSchema> {
  const responses: Record<string, JsonSchema> = {};
  for (const [status, schema] of Object.entries((response ?? {}) as Record<string, JsonSchema>)) {
    const description = schema['description'] ?? 'Success';
    const empty = schema['type'] === 'null';
    // Where an answer comes in several forms, the route says which.
    const content = schema['content'] ?? json(schema);
    responses[status.toUpperCase()] = empty ? { description } : { description, content };
  }
  if (Object.keys(responses).length === 0) responses['200'] = { description: 'Success' };
  responses['default'] = { $ref: '#/components/responses/Error' };
  return responses;
}

function operationOf(route: DescribedRoute): JsonSchema {
  const { schema, scope } = route;
  const parameters = [
    ...pathParametersOf(route),
    ...parametersOf(schema.querystring, 'query'),
    ...parametersOf(schema.headers, 'header'),
  ];
  const requestBody = requestBodyOf(schema);
  return {
    operationId: schema.operationId,
    summary: schema.summary,
    ...(schema.description === undefined ? {} : { description: schema.description }),
    tags: schema.tags ?? [],
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(requestBody === undefined ? {} : { requestBody }),
    responses: responsesOf(schema),
    security: scope === null ? [] : [{ key: [] }],
    ...(scope === null ? {} : { 'x-scope': scope }),
  };
}

function errorComponents(): JsonSchema {
  const catalogue: Readonly<Record<string, ErrorEntry>> = ERRORS;
  const lines = Object.entries(catalogue).map(
    ([code, entry]) => `- \`${code}\` (${entry.status}): ${entry.message} ${entry.hint}`,
  );
  return {
    ErrorCode: {
      type: 'string',
      enum: Object.keys(catalogue),
      description: `Status and meaning of every code; *row* marks codes of single refused rows.\n\n${lines.join('\n')}`,
    },
    ErrorBody: {
      ...ERROR_BODY_SCHEMA,
      properties: {
        error: {
          ...ERROR_BODY_SCHEMA.properties.error,
          properties: {
            ...ERROR_BODY_SCHEMA.properties.error.properties,
            code: { $ref: '#/components/schemas/ErrorCode' },
          },
        },
      },
    },
  };
}

/** The OpenAPI document of the routes that have an `operationId`. */
export function describeApi(routes: readonly DescribedRoute[], version: string): OpenApiDocument {
  const paths: Record<string, Record<string, JsonSchema>> = {};
  const documented = routes.filter((route) => route.schema.operationId !== undefined);
  for (const route of documented.toSorted((a, b) => (a.url < b.url ? -1 : a.url > b.url ? 1 : 0))) {
    const path = route.url.replaceAll(/:(\w+)/g, '{$1}');
    paths[path] ??= {};
    paths[path][route.method.toLowerCase()] = operationOf(route);
  }
  const tags = new Set(documented.flatMap((route) => route.schema.tags ?? []));
  return {
    openapi: '3.1.0',
    info: {
      title: 'Leeway',
      version,
      description: 'How far your models have drifted, why, and what to do about it.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    tags: [...tags].toSorted().map((name) => ({ name })),
    paths,
    components: {
      schemas: errorComponents(),
      responses: {
        Error: {
          description: 'Refused or failed; the code says why.',
          content: json({ $ref: '#/components/schemas/ErrorBody' }),
        },
      },
      securitySchemes: {
        key: {
          type: 'http',
          scheme: 'bearer',
          description:
            'A key of `leeway keys create`; `x-scope` names the scope it needs, and admin includes ' +
            'the others. Until the first key exists, callers on the same machine need none.',
        },
      },
    },
  };
}
