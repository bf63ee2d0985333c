import { beforeEach, describe, expect, test } from 'vitest';
import { MAXIMUM_FEATURES } from '../monitoring/model/model.ts';
import type { FeatureDraft, ModelDraft, ModelStore } from '../monitoring/model/model-store.ts';

export interface ModelStoreSubject {
  readonly store: ModelStore;
  /** Ids of existing projects. */
  readonly projects: readonly [string, string];
  events(modelId: string): Promise<readonly { kind: string; detail: Record<string, unknown> }[]>;
}

let drafted = 0;
const nextNumber = () => {
  drafted += 1;
  return drafted;
};

export const modelDraft = (changes: Partial<ModelDraft> = {}): ModelDraft => ({
  name: `model-${nextNumber()}`,
  timeZone: 'UTC',
  clock: 'wall',
  latenessMs: 60_000,
  cellMs: 3_600_000,
  outputs: [{ name: 'default', task: 'binary', classes: ['no', 'yes'], positiveClass: 'yes' }],
  segmentBy: [],
  ...changes,
});

export const featureDraft = (
  name: string,
  kind: FeatureDraft['kind'] = 'numeric',
  changes: Partial<FeatureDraft> = {},
): FeatureDraft => ({
  name,
  kind,
  range: null,
  importance: null,
  criticality: 'normal',
  identifier: false,
  ...changes,
});

/** What every store of models must do. */
export function modelStoreSuite(title: string, open: () => Promise<ModelStoreSubject>): void {
  describe(title, () => {
    let subject: ModelStoreSubject;
    let store: ModelStore;
    let project: string;
    beforeEach(async () => {
      subject = await open();
      store = subject.store;
      project = subject.projects[0];
    });

    const created = async (changes: Partial<ModelDraft> = {}) => {
      const model = await store.create(project, modelDraft(changes));
      if (model === 'name_taken') throw new Error('the name of a fresh model is taken');
      return model;
    };

    test('a model comes back as it was made', async () => {
      const draft = modelDraft({ timeZone: 'Asia/Kolkata', clock: 'replay', segmentBy: ['a"b'] });
      const model = await store.create(project, draft);
      expect(model).toMatchObject({
        ...draft,
        projectId: project,
        features: [],
        watermarkMs: null,
        schemaVersion: 1,
      });
      expect(await store.find(project, draft.name)).toEqual(model);
    });

    test('a name is unique within its project and free in another', async () => {
      const draft = modelDraft();
      await store.create(project, draft);
      expect(await store.create(project, draft)).toBe('name_taken');
      expect(await store.create(subject.projects[1], draft)).toMatchObject({ name: draft.name });
    });

    test('SQL and HTML in a name are just a name', async () => {
      const name = `'; DROP TABLE models; -- <script>`;
      const model = await created({ name });
      expect((await store.find(project, name))?.modelId).toBe(model.modelId);
    });

    test('an unknown model is null, and another project’s model is not found', async () => {
      const model = await created();
      expect(await store.find(project, 'nobody')).toBeNull();
      expect(await store.get('mdl_nobody')).toBeNull();
      expect(await store.find(subject.projects[1], model.name)).toBeNull();
      expect(await store.update(subject.projects[1], model.modelId, modelDraft())).toBe(
        'not_found',
      );
    });

    test('the list holds the models of the project alone', async () => {
      const [b, a] = [await created({ name: 'list-b' }), await created({ name: 'list-a' })];
      const listed = (await store.list(project)).map((model) => model.modelId);
      expect(listed.indexOf(a.modelId)).toBeLessThan(listed.indexOf(b.modelId));
      expect(listed).toContain(b.modelId);
      const others = (await store.list(subject.projects[1])).map((model) => model.modelId);
      expect(others).not.toContain(a.modelId);
    });

    test('changed outputs raise the schema version, anything else does not', async () => {
      const model = await created();
      const same = { ...modelDraft(), name: model.name, timeZone: 'Europe/Berlin' };
      expect(await store.update(project, model.modelId, same)).toMatchObject({
        timeZone: 'Europe/Berlin',
        schemaVersion: 1,
      });
      const outputs = [
        { name: 'price', task: 'regression', classes: [], positiveClass: null },
      ] as const;
      expect(await store.update(project, model.modelId, { ...same, outputs })).toMatchObject({
        outputs,
        schemaVersion: 2,
      });
    });

    test('the length of cells stays, and so does another model’s name', async () => {
      const [model, other] = [await created(), await created()];
      const draft = { ...modelDraft(), name: model.name };
      expect(await store.update(project, model.modelId, { ...draft, cellMs: 300_000 })).toBe(
        'cell_is_fixed',
      );
      expect(await store.update(project, model.modelId, { ...draft, name: other.name })).toBe(
        'name_taken',
      );
    });

    test('features get ids from 1 and come back with the model', async () => {
      const { modelId, name } = await created();
      const drafts = [
        featureDraft('age', 'numeric', { range: [0, 120], importance: 0.5, criticality: 'high' }),
        featureDraft('job', 'categorical', { identifier: true }),
      ];
      const features = await store.registerFeatures(modelId, drafts, 0);
      expect(features).toEqual(
        drafts.map((draft, index) => ({ ...draft, featureId: index + 1, epoch: 1 })),
      );
      expect(await store.find(project, name)).toMatchObject({ features, schemaVersion: 2 });
    });

    test('registering the same again changes nothing', async () => {
      const { modelId } = await created();
      const first = await store.registerFeatures(modelId, [featureDraft('a')], 0);
      expect(await store.registerFeatures(modelId, [featureDraft('a')], 1)).toEqual(first);
      expect(await store.get(modelId)).toMatchObject({ schemaVersion: 2 });
    });

    test('an edit keeps the id', async () => {
      const { modelId } = await created();
      await store.registerFeatures(modelId, [featureDraft('a'), featureDraft('b')], 0);
      const edited = featureDraft('a', 'numeric', { importance: 0.25, range: [-1.5, 1e300] });
      expect(await store.registerFeatures(modelId, [edited], 1)).toMatchObject([
        { ...edited, featureId: 1 },
        { name: 'b', importance: null },
      ]);
    });

    test('another kind is another column, another epoch and an event', async () => {
      const { modelId } = await created();
      await store.registerFeatures(modelId, [featureDraft('a'), featureDraft('b')], 0);
      const features = await store.registerFeatures(modelId, [featureDraft('a', 'text')], 5);
      expect(features).toMatchObject([
        { name: 'b', featureId: 2, epoch: 1 },
        { name: 'a', featureId: 3, epoch: 2, kind: 'text' },
      ]);
      expect(await store.registerFeatures(modelId, [featureDraft('a')], 6)).toMatchObject([
        { name: 'b' },
        { name: 'a', featureId: 4, epoch: 3, kind: 'numeric' },
      ]);
      expect(await subject.events(modelId)).toMatchObject([
        { kind: 'schema_change', detail: { feature: 'a', from: 'numeric', to: 'text', epoch: 2 } },
        { kind: 'schema_change', detail: { feature: 'a', from: 'text', to: 'numeric', epoch: 3 } },
      ]);
    });

    test('beyond the cap nothing is registered', async () => {
      const { modelId } = await created();
      const drafts = Array.from({ length: MAXIMUM_FEATURES }, (_, i) => featureDraft(`f${i}`));
      expect(await store.registerFeatures(modelId, drafts, 0)).toHaveLength(MAXIMUM_FEATURES);
      expect(await store.registerFeatures(modelId, [featureDraft('more')], 0)).toBe(
        'too_many_features',
      );
      expect((await store.get(modelId))?.features).toHaveLength(MAXIMUM_FEATURES);
    });

    test('of two drafts of one name the last counts', async () => {
      const { modelId } = await created();
      const drafts = [featureDraft('a'), featureDraft('a', 'text')];
      expect(await store.registerFeatures(modelId, drafts, 0)).toMatchObject([
        { name: 'a', kind: 'text', featureId: 1 },
      ]);
    });

    test('twenty registrations at once give every name one id', async () => {
      const { modelId } = await created();
      await Promise.all(
        Array.from({ length: 20 }, (_, i) =>
          store.registerFeatures(modelId, [featureDraft(`f${i % 5}`), featureDraft(`own${i}`)], 0),
        ),
      );
      const model = await store.get(modelId);
      expect(model?.features.map((feature) => feature.featureId)).toEqual(
        Array.from({ length: 25 }, (_, i) => i + 1),
      );
      expect(new Set(model?.features.map((feature) => feature.name)).size).toBe(25);
      expect(model?.schemaVersion).toBe(21);
    });

    test('registering for a model that is not there is said', async () => {
      expect(await store.registerFeatures('mdl_nobody', [featureDraft('a')], 0)).toBe('not_found');
      expect(await store.advanceWatermark('mdl_nobody', 1)).toBe('not_found');
    });

    test('a watermark moves forward and never back', async () => {
      const { modelId } = await created({ clock: 'replay' });
      const at = Date.UTC(2001, 3, 1, 10, 0, 0, 123);
      expect(await store.advanceWatermark(modelId, at)).toMatchObject({ watermarkMs: at });
      expect(await store.advanceWatermark(modelId, at - 1)).toMatchObject({ watermarkMs: at });
      expect(await store.advanceWatermark(modelId, at + 1)).toMatchObject({ watermarkMs: at + 1 });
    });
  });
}
