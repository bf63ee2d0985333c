import type { BaselineBody } from '../../contract/baseline.ts';
import type {
  BaselineComparisonBody,
  BaselineProposalBody,
  ComparisonQuery,
  HistoryBaselineAnswer,
  HistoryBaselineBody,
} from '../../contract/baseline-history.ts';
import type { Answer, Mutable } from './paths.ts';

interface OfModel {
  parameters: { path: { model: string } };
}

interface OfBaseline<Query = never> {
  parameters: { path: { model: string; baselineId: string }; query?: Query };
}

/** The calls of the page of baselines. */
export interface BaselinePaths {
  '/v1/models/{model}/baselines': {
    get: OfModel & { responses: Answer<{ readonly baselines: readonly BaselineBody[] }> };
  };
  '/v1/models/{model}/baselines/proposal': {
    get: OfModel & { responses: Answer<BaselineProposalBody> };
  };
  '/v1/models/{model}/baselines/from-history': {
    post: OfModel & {
      requestBody: { content: { 'application/json': Mutable<HistoryBaselineBody> } };
      responses: Answer<HistoryBaselineAnswer>;
    };
  };
  '/v1/models/{model}/baselines/{baselineId}/activate': {
    post: OfBaseline & { responses: Answer<BaselineBody> };
  };
  '/v1/models/{model}/baselines/{baselineId}/comparison': {
    get: OfBaseline<ComparisonQuery> & { responses: Answer<BaselineComparisonBody> };
  };
}
