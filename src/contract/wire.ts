/** The TypeScript form of a JSON Schema written `as const`, so that a wire type is stated once:
 *  in the schema that the server answers by and that the OpenAPI document shows. Understands the
 *  few forms that this folder uses. */
export type Wire<Schema> = Schema extends { readonly enum: readonly (infer Member)[] }
  ? Member
  : Schema extends { readonly nullableOf: infer Inner }
    ? Wire<Inner> | null
    : Schema extends { readonly type: 'null' }
      ? null
      : Schema extends { readonly type: 'string' }
        ? string
        : Schema extends { readonly type: 'number' | 'integer' }
          ? number
          : Schema extends { readonly type: 'boolean' }
            ? boolean
            : Schema extends { readonly type: 'array'; readonly items: infer Items }
              ? readonly Wire<Items>[]
              : Schema extends { readonly type: 'object'; readonly properties: infer Properties }
                ? { readonly [Name in keyof Properties]: Wire<Properties[Name]> }
                : never;

type Names<Properties> = readonly (keyof Properties & string)[];

/** An object of an answer: every property is always there, `null` where there is nothing. */
export function objectOf<const Properties extends object>(properties: Properties) {
  return {
    type: 'object',
    additionalProperties: false,
    required: Object.keys(properties) as unknown as Names<Properties>,
    properties,
  } as const;
}

export function listOf<const Items>(items: Items) {
  return { type: 'array', items } as const;
}

/** Many small things as lists of the same length, which take a fraction of the place and of the time
 *  to read that as many objects would. */
export function columnsOf<const Properties extends object>(thing: string, properties: Properties) {
  const description = `Lists of the same length: the entries at one place are one ${thing}.`;
  return { ...objectOf(properties), description } as const;
}

export interface Nullable<Schema> {
  readonly nullableOf: Schema;
}

/** By a list of types: choosing between alternatives by `anyOf` would have every answer checked
 *  against each of them while it is written. */
export function nullable<
  const Schema extends { readonly type: string; readonly enum?: readonly unknown[] },
>(schema: Schema): Nullable<Schema> {
  const values = schema.enum === undefined ? {} : { enum: [...schema.enum, null] };
  return { ...schema, type: [schema.type, 'null'], ...values } as unknown as Nullable<Schema>;
}

/** ISO-8601, UTC. */
export const instant = { type: 'string', format: 'date-time' } as const;
export const text = { type: 'string' } as const;
export const number = { type: 'number' } as const;
export const integer = { type: 'integer' } as const;
export const flag = { type: 'boolean' } as const;
