import type { RefusalListBody } from '../../contract/refusal.ts';
import type { Answer } from './paths.ts';

/** Rows by what became of them. */
export interface RowCounts {
  readonly received: number;
  readonly accepted: number;
  readonly refused: number;
  readonly refusedByCode: Readonly<Record<string, number>>;
  readonly quarantined: number;
}

export interface SetAsideRow {
  readonly quarantineId: string;
  readonly kind: 'predictions' | 'labels';
  readonly predictionId: string;
  readonly reason: string;
  readonly quarantinedAt: string;
}

interface OfModel<Query = never> {
  parameters: { path: { model: string }; query?: Query };
}

/** The calls of the quarantine page. */
export interface QuarantinePaths {
  '/v1/models/{model}/accounting': {
    get: OfModel & {
      responses: Answer<{ readonly predictions: RowCounts; readonly labels: RowCounts }>;
    };
  };
  '/v1/models/{model}/quarantine': {
    get: OfModel<{ limit: number }> & {
      responses: Answer<{ readonly rows: readonly SetAsideRow[] }>;
    };
  };
  '/v1/models/{model}/refusals': {
    get: OfModel<{ limit: number; before?: string }> & { responses: Answer<RefusalListBody> };
  };
}
