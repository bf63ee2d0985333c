import type { ColumnKind } from '../../metrics/profile.ts';
import type { Clock, Criticality, Feature, Model, OutputDeclaration } from './model.ts';

export interface ModelDraft {
  readonly name: string;
  readonly timeZone: string;
  readonly clock: Clock;
  readonly latenessMs: number;
  readonly cellMs: Model['cellMs'];
  readonly outputs: readonly OutputDeclaration[];
  readonly segmentBy: readonly string[];
}

export interface FeatureDraft {
  readonly name: string;
  readonly kind: ColumnKind;
  readonly range: readonly [min: number, max: number] | null;
  readonly importance: number | null;
  readonly criticality: Criticality;
  readonly identifier: boolean;
}

/** Port. Names are unique within a project. */
export interface ModelStore {
  create(projectId: string, draft: ModelDraft): Promise<Model | 'name_taken'>;
  /** The length of cells is fixed at creation: profiles of two lengths cannot be told apart. */
  update(
    projectId: string,
    modelId: string,
    draft: ModelDraft,
  ): Promise<Model | 'not_found' | 'name_taken' | 'cell_is_fixed'>;
  find(projectId: string, name: string): Promise<Model | null>;
  get(modelId: string): Promise<Model | null>;
  list(projectId: string): Promise<readonly Model[]>;
  /** Registers new names and edits known ones. A changed kind retires the old column, opens
   *  the next epoch under a new id and leaves a `schema_change` event.
   *  Beyond the cap nothing is registered. Of two drafts of one name the last counts.
   *  Answers with all features in use. */
  registerFeatures(
    modelId: string,
    drafts: readonly FeatureDraft[],
    nowMs: number,
  ): Promise<readonly Feature[] | 'too_many_features' | 'not_found'>;
  /** Moves a replay's watermark forward; never back. */
  advanceWatermark(modelId: string, watermarkMs: number): Promise<Model | 'not_found'>;
}
