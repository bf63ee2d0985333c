import { Ajv2020 } from 'ajv/dist/2020.js';
import type { OpenApiDocument } from '../src/contract/openapi.ts';

type Schema = Readonly<Record<string, unknown>>;

interface Operation {
  readonly operationId?: string;
  readonly summary?: string;
  readonly tags?: readonly string[];
  readonly parameters?: readonly { name: string; in: string; required: boolean; schema: Schema }[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { schema: Schema }>> };
  readonly responses: Readonly<Record<string, Response>>;
}

interface Response {
  readonly $ref?: string;
  readonly description?: string;
  readonly content?: Readonly<Record<string, { schema: Schema }>>;
}

/** What is wrong with a document, as sentences: names, path parameters, answers, and whether
 *  every schema is JSON Schema 2020-12 and every reference leads somewhere. */
export function faultsOfOpenApi(document: OpenApiDocument): string[] {
  const faults: string[] = [];
  const ids = new Set<string>();
  const ajv = new Ajv2020({ strict: true, strictTypes: false, validateFormats: false });
  ajv.addVocabulary(['components', 'paths', 'info', 'openapi', 'servers', 'tags']);
  ajv.addSchema({ $id: 'api', components: document.components });

  function check(schema: Schema, place: string): void {
    try {
      ajv.compile(JSON.parse(JSON.stringify(schema).replaceAll('"#/', '"api#/')));
    } catch (error) {
      faults.push(`${place}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  for (const [path, methods] of Object.entries(document.paths)) {
    for (const [method, value] of Object.entries(methods)) {
      const operation = value as unknown as Operation;
      const place = `${method} ${path}`;
      const { operationId = '', summary = '', tags = [], parameters = [] } = operation;
      if (!/^[a-z][A-Za-z]+$/.test(operationId))
        faults.push(`${place}: operationId ${operationId}`);
      if (ids.has(operationId)) faults.push(`${place}: operationId ${operationId} is taken`);
      ids.add(operationId);
      if (summary === '' || tags.length !== 1) faults.push(`${place}: no summary or not one tag`);

      const declared = parameters.filter((one) => one.in === 'path').map((one) => one.name);
      const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      if (declared.toSorted().join() !== named.toSorted().join()) {
        faults.push(`${place}: path parameters ${declared} are not ${named}`);
      }
      for (const one of parameters) check(one.schema, `${place}: ${one.name}`);
      for (const [type, { schema }] of Object.entries(operation.requestBody?.content ?? {})) {
        check(schema, `${place}: ${type}`);
      }
      for (const [status, response] of Object.entries(operation.responses)) {
        if (response.$ref === undefined && response.description === undefined) {
          faults.push(`${place}: ${status} has no description`);
        }
        for (const { schema } of Object.values(response.content ?? {})) {
          check(schema, `${place}: ${status}`);
        }
      }
      if (operation.responses['default'] === undefined) faults.push(`${place}: no default answer`);
    }
  }
  return faults;
}
