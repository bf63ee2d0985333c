import type { ColumnKind } from '../../../metrics/profile.ts';
import type {
  CellMs,
  Clock,
  Criticality,
  Feature,
  Model,
  OutputDeclaration,
} from '../../../monitoring/model/model.ts';
import type { Queryable } from './transaction.ts';

interface ModelRow {
  model_id: string;
  project_id: string;
  name: string;
  time_zone: string;
  clock: Clock;
  watermark_ms: number | null;
  lateness_ms: string;
  cell_ms: CellMs;
  outputs: OutputDeclaration[];
  segment_by: string[];
  schema_version: number;
  features: FeatureRow[];
}

/** Also the form in which Postgres aggregates features to JSON. */
interface FeatureRow {
  feature_id: number;
  name: string;
  kind: ColumnKind;
  epoch: number;
  range_min: number | string | null;
  range_max: number | string | null;
  importance: number | null;
  criticality: Criticality;
  identifier: boolean;
}

/** Models with the features in use, in one statement and hence from one snapshot.
 *  `condition` is SQL of this folder, never a value. */
export async function readModels(
  source: Queryable,
  condition: string,
  values: readonly unknown[],
): Promise<Model[]> {
  const { rows } = await source.query<ModelRow>(
    `SELECT model_id, project_id, name, time_zone, clock, lateness_ms, cell_ms, outputs, segment_by,
       schema_version, (extract(epoch FROM watermark) * 1000)::double precision AS watermark_ms,
       coalesce((
         SELECT json_agg(f ORDER BY f.feature_id) FROM features f
         WHERE f.model_id = models.model_id AND f.retired_at IS NULL
       ), '[]') AS features
     FROM models WHERE ${condition} ORDER BY name`,
    [...values],
  );
  return rows.map((row) => ({
    projectId: row.project_id,
    modelId: row.model_id,
    name: row.name,
    timeZone: row.time_zone,
    clock: row.clock,
    watermarkMs: row.watermark_ms === null ? null : Math.round(row.watermark_ms),
    latenessMs: Number(row.lateness_ms),
    cellMs: row.cell_ms,
    outputs: row.outputs,
    features: row.features.map(toFeature),
    segmentBy: row.segment_by,
    schemaVersion: row.schema_version,
  }));
}

export async function readFeatures(source: Queryable, modelId: string): Promise<Feature[]> {
  const { rows } = await source.query<FeatureRow>(
    `SELECT feature_id, name, kind, epoch, range_min, range_max, importance, criticality, identifier
     FROM features WHERE model_id = $1 AND retired_at IS NULL ORDER BY feature_id`,
    [modelId],
  );
  return rows.map(toFeature);
}

function toFeature(row: FeatureRow): Feature {
  return {
    featureId: row.feature_id,
    name: row.name,
    kind: row.kind,
    epoch: row.epoch,
    range:
      row.range_min === null || row.range_max === null
        ? null
        : [Number(row.range_min), Number(row.range_max)],
    importance: row.importance,
    criticality: row.criticality,
    identifier: row.identifier,
  };
}
