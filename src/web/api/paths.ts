import type { FleetWire } from '../../contract/fleet.ts';
import type {
  ModelOverviewWire,
  OverviewGrain,
  OverviewRange,
} from '../../contract/model-overview.ts';

/** The client's types do not know read-only lists. */
type Mutable<T> = T extends readonly (infer Item)[]
  ? Mutable<Item>[]
  : T extends object
    ? { -readonly [Name in keyof T]: Mutable<T[Name]> }
    : T;

interface Answer<Body> {
  200: { content: { 'application/json': Mutable<Body> } };
  default: { content: { 'application/json': ErrorBody } };
}

export interface ErrorBody {
  readonly error: {
    readonly code: string;
    readonly message: string;
    readonly hint: string;
    readonly where?: string;
    readonly detail?: unknown;
  };
}

export interface OverviewQuery {
  readonly range?: OverviewRange;
  readonly from?: string;
  readonly to?: string;
  readonly grain?: OverviewGrain;
}

/** The part of the API that the pages call, in the form of the OpenAPI document; a test holds
 *  the two together. Bodies have the types of the contract, which the document is made of. */
export interface paths {
  '/v1/fleet': { get: { responses: Answer<FleetWire> } };
  '/v1/models/{model}/overview': {
    get: {
      parameters: { path: { model: string }; query?: OverviewQuery };
      responses: Answer<ModelOverviewWire>;
    };
  };
}

type ParameterOf<Path extends keyof paths> = paths[Path]['get'] extends {
  parameters: { path: infer InPath; query?: infer InQuery };
}
  ? (keyof InPath & string) | (keyof NonNullable<InQuery> & string)
  : never;

/** Every path with the parameters that the pages may send: what the test compares. */
export const CALLED_PATHS = {
  '/v1/fleet': [],
  '/v1/models/{model}/overview': ['model', 'range', 'from', 'to', 'grain'],
} as const satisfies { [Path in keyof paths]: readonly ParameterOf<Path>[] };
