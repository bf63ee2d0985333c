import { type Feature, MAXIMUM_FEATURES } from '../../../monitoring/model/model.ts';
import type { FeatureDraft } from '../../../monitoring/model/model-store.ts';
import { newId } from '../../new-id.ts';
import { readFeatures } from './model-rows.ts';
import type { Queryable } from './transaction.ts';

/** Inside a transaction: registers new names, edits known ones, opens a new epoch where the kind
 *  changed. Raises the schema version only if something is different afterwards. */
export async function registerFeatures(
  client: Queryable,
  modelId: string,
  drafts: readonly FeatureDraft[],
  nowMs: number,
): Promise<readonly Feature[] | 'too_many_features' | 'not_found'> {
  const locked = await client.query('SELECT 1 FROM models WHERE model_id = $1 FOR UPDATE', [
    modelId,
  ]);
  if (locked.rowCount === 0) return 'not_found';
  const current = new Map((await readFeatures(client, modelId)).map((f) => [f.name, f]));
  const wanted = new Map(drafts.map((draft) => [draft.name, draft]));

  const fresh = [...wanted.values()].filter((draft) => !current.has(draft.name)).length;
  if (current.size + fresh > MAXIMUM_FEATURES) return 'too_many_features';

  const opened: FeatureDraft[] = [];
  const edited: FeatureDraft[] = [];
  for (const draft of wanted.values()) {
    const known = current.get(draft.name);
    if (known === undefined || known.kind !== draft.kind) opened.push(draft);
    else if (differs(known, draft)) edited.push(draft);
  }
  if (opened.length + edited.length === 0) return [...current.values()];

  await retireOldKinds(client, modelId, opened, current, nowMs);
  await insertFeatures(client, modelId, opened);
  await editFeatures(client, modelId, edited);
  await client.query('UPDATE models SET schema_version = schema_version + 1 WHERE model_id = $1', [
    modelId,
  ]);
  return readFeatures(client, modelId);
}

function differs(known: Feature, draft: FeatureDraft): boolean {
  return (
    known.range?.[0] !== draft.range?.[0] ||
    known.range?.[1] !== draft.range?.[1] ||
    known.importance !== draft.importance ||
    known.criticality !== draft.criticality ||
    known.identifier !== draft.identifier
  );
}

async function retireOldKinds(
  client: Queryable,
  modelId: string,
  opened: readonly FeatureDraft[],
  current: ReadonlyMap<string, Feature>,
  nowMs: number,
): Promise<void> {
  for (const draft of opened) {
    const old = current.get(draft.name);
    if (old === undefined) continue;
    await client.query(
      `UPDATE features SET retired_at = to_timestamp($3::double precision / 1000)
       WHERE model_id = $1 AND feature_id = $2`,
      [modelId, old.featureId, nowMs],
    );
    await client.query(
      `INSERT INTO model_events (event_id, model_id, kind, occurred_at, detail)
       VALUES ($1, $2, 'schema_change', to_timestamp($3::double precision / 1000), $4)`,
      [
        newId('evt'),
        modelId,
        nowMs,
        JSON.stringify({
          feature: draft.name,
          from: old.kind,
          to: draft.kind,
          retiredFeatureId: old.featureId,
          epoch: old.epoch + 1,
        }),
      ],
    );
  }
}

/** Ids go on from the highest that was ever given, retired ones included. */
async function insertFeatures(
  client: Queryable,
  modelId: string,
  drafts: readonly FeatureDraft[],
): Promise<void> {
  if (drafts.length === 0) return;
  await client.query(
    `INSERT INTO features (model_id, feature_id, name, kind, epoch, range_min, range_max, importance,
       criticality, identifier)
     SELECT $1,
       (SELECT coalesce(max(feature_id), 0) FROM features WHERE model_id = $1) + d.position,
       d.name, d.kind,
       (SELECT coalesce(max(epoch), 0) + 1 FROM features f WHERE f.model_id = $1 AND f.name = d.name),
       d.range_min, d.range_max, d.importance, d.criticality, d.identifier
     FROM ${DRAFT_ROWS}`,
    draftColumns(modelId, drafts),
  );
}

async function editFeatures(
  client: Queryable,
  modelId: string,
  drafts: readonly FeatureDraft[],
): Promise<void> {
  if (drafts.length === 0) return;
  await client.query(
    `UPDATE features f SET range_min = d.range_min, range_max = d.range_max,
       importance = d.importance, criticality = d.criticality, identifier = d.identifier
     FROM ${DRAFT_ROWS}
     WHERE f.model_id = $1 AND f.name = d.name AND f.kind = d.kind AND f.retired_at IS NULL`,
    draftColumns(modelId, drafts),
  );
}

const DRAFT_ROWS = `unnest($2::text[], $3::text[], $4::double precision[], $5::double precision[],
  $6::double precision[], $7::text[], $8::boolean[]) WITH ORDINALITY
  AS d(name, kind, range_min, range_max, importance, criticality, identifier, position)`;

const draftColumns = (modelId: string, drafts: readonly FeatureDraft[]): unknown[] => [
  modelId,
  drafts.map((draft) => draft.name),
  drafts.map((draft) => draft.kind),
  drafts.map((draft) => draft.range?.[0] ?? null),
  drafts.map((draft) => draft.range?.[1] ?? null),
  drafts.map((draft) => draft.importance),
  drafts.map((draft) => draft.criticality),
  drafts.map((draft) => draft.identifier),
];
