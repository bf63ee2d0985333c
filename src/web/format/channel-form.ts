/** One field of a channel's configuration, by the JSON Schema that the server answers with. */
export interface ChannelField {
  readonly name: string;
  readonly input: 'text' | 'secret' | 'number' | 'choice' | 'list' | 'flag';
  readonly choices: readonly string[];
  readonly required: boolean;
  readonly description: string;
}

export interface ChannelKind {
  readonly kind: string;
  readonly fields: readonly ChannelField[];
}

interface Schema {
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly description?: string;
  readonly writeOnly?: boolean;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
}

/** The kinds of channels that the OpenAPI document tells of. A field whose description begins with
 *  kinds and a colon is of those alone, so a kind that is new to this page needs no change of it. */
export function readChannelKinds(document: unknown): ChannelKind[] {
  const schema = at(document, [
    'paths',
    '/v1/channels',
    'post',
    'requestBody',
    'content',
    'application/json',
    'schema',
  ]) as Schema | undefined;
  const kinds = (schema?.properties?.['kind']?.enum ?? []).map(String);
  const config = schema?.properties?.['config'];
  return kinds.map((kind) => ({
    kind,
    fields: Object.entries(config?.properties ?? {}).flatMap(([name, field]) => {
      const { takes, words } = ownerOf(field.description ?? '', kinds);
      if (takes.length > 0 && !takes.includes(kind)) return [];
      return [
        {
          name,
          input: inputOf(field),
          choices: (field.enum ?? []).filter((one) => one !== null).map(String),
          required: config?.required?.includes(name) ?? false,
          description: words,
        },
      ];
    }),
  }));
}

function ownerOf(description: string, kinds: readonly string[]) {
  const [, head = '', words = ''] = /^([^:.]{1,60}):\s*([\s\S]*)$/.exec(description) ?? [];
  const takes = kinds.filter((kind) => new RegExp(`(^|[ ,])${kind}([ ,]|$)`).test(head));
  return takes.length === 0 ? { takes, words: description } : { takes, words };
}

function inputOf({ type, enum: choices, writeOnly }: Schema): ChannelField['input'] {
  const types = typeof type === 'string' ? [type] : (type ?? []);
  if (choices !== undefined) return 'choice';
  if (writeOnly === true) return 'secret';
  if (types.includes('array')) return 'list';
  if (types.includes('boolean')) return 'flag';
  return types.includes('integer') || types.includes('number') ? 'number' : 'text';
}

function at(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (inner, name) =>
      typeof inner === 'object' && inner !== null
        ? (inner as Record<string, unknown>)[name]
        : undefined,
    value,
  );
}

/** What was filled in, as the server takes it; what was left empty is left out. */
export function configOf(
  fields: readonly ChannelField[],
  values: Readonly<Record<string, string>>,
): Record<string, unknown> {
  const config: Record<string, unknown> = {};
  for (const { name, input } of fields) {
    const text = (values[name] ?? '').trim();
    if (text === '') continue;
    if (input === 'number') config[name] = Number(text);
    else if (input === 'flag') config[name] = text === 'true';
    else if (input === 'list')
      config[name] = text
        .split(/[,\n]/)
        .map((one) => one.trim())
        .filter((one) => one !== '');
    else config[name] = text;
  }
  return config;
}
