import { expect, it } from 'vitest';
import type { MonitorStore } from '../monitoring/ports.ts';
import { monitorDraft, psiCheck, writeText } from './control-plane.ts';

/** What every store of monitors does. `newModel` gives a model without monitors. */
export function monitorStoreSuite(
  store: () => MonitorStore,
  newModel: () => Promise<{ projectId: string; modelId: string }>,
): void {
  it('gives back what was created', async () => {
    const model = await newModel();
    const created = await store().create(model, monitorDraft({ segment: 'origin=ATL' }), 1000);
    if (created === 'name_taken') throw new Error(created);
    expect(created).toMatchObject({
      ...monitorDraft({ segment: 'origin=ATL' }),
      version: 1,
      historyUntilMs: 1000,
      evaluatedUntilMs: null,
    });
    expect(await store().get(model.projectId, created.monitorId)).toEqual(created);
    expect(await store().list(model.modelId)).toEqual([created]);
  });

  it('knows a monitor within its project only', async () => {
    const model = await newModel();
    const created = await store().create(model, monitorDraft(), null);
    if (created === 'name_taken') throw new Error(created);
    expect(await store().get('other', created.monitorId)).toBeNull();
    expect(await store().remove('other', created.monitorId, writeText)).toBe(false);
    expect(await store().update('other', created.monitorId, monitorDraft(), writeText)).toBe(
      'not_found',
    );
  });

  it('refuses a name twice in one model, not in two', async () => {
    const model = await newModel();
    await store().create(model, monitorDraft(), null);
    expect(await store().create(model, monitorDraft(), null)).toBe('name_taken');
    expect(await store().create(await newModel(), monitorDraft(), null)).not.toBe('name_taken');
    const second = await store().create(model, monitorDraft({ name: 'second' }), null);
    if (second === 'name_taken') throw new Error(second);
    expect(await store().update(model.projectId, second.monitorId, monitorDraft(), writeText)).toBe(
      'name_taken',
    );
  });

  it('raises the version with every edit', async () => {
    const model = await newModel();
    const created = await store().create(model, monitorDraft(), null);
    if (created === 'name_taken') throw new Error(created);
    const checks = [{ ...psiCheck, checkId: 'other' }];
    const { projectId } = model;
    const edited = await store().update(
      projectId,
      created.monitorId,
      monitorDraft({ checks }),
      writeText,
    );
    expect(edited).toMatchObject({ version: 2, checks, monitorId: created.monitorId });
  });

  it('edits a version that was read only where nobody has edited it since', async () => {
    const model = await newModel();
    const created = await store().create(model, monitorDraft(), null);
    if (created === 'name_taken') throw new Error(created);
    const edit = (resolveAfter: number, version: number) => {
      const draft = monitorDraft({ resolveAfter });
      return store().update(model.projectId, created.monitorId, draft, writeText, version);
    };
    const answers = await Promise.all([edit(2, 1), edit(3, 1)]);
    expect(answers.filter((one) => one === 'edited_since')).toHaveLength(1);
    const won = answers.find((one) => typeof one === 'object');
    expect(await store().get(model.projectId, created.monitorId)).toEqual(won);
    expect(await edit(4, 2)).toMatchObject({ version: 3, resolveAfter: 4 });
  });

  it('keeps what is watched as it is', async () => {
    const model = await newModel();
    const created = await store().create(model, monitorDraft(), null);
    if (created === 'name_taken') throw new Error(created);
    for (const change of [{ cadence: '1d' as const }, { segment: 'a=b' }, { variant: 'shadow' }]) {
      const edit = monitorDraft(change);
      const { projectId } = model;
      expect(await store().update(projectId, created.monitorId, edit, writeText)).toBe(
        'scope_is_fixed',
      );
    }
  });

  it('frees the name of what was removed', async () => {
    const model = await newModel();
    const created = await store().create(model, monitorDraft(), null);
    if (created === 'name_taken') throw new Error(created);
    expect(await store().remove(model.projectId, created.monitorId, writeText)).toBe(true);
    expect(await store().remove(model.projectId, created.monitorId, writeText)).toBe(false);
    expect(await store().get(model.projectId, created.monitorId)).toBeNull();
    expect(await store().list(model.modelId)).toEqual([]);
    expect(await store().create(model, monitorDraft(), null)).toMatchObject({ name: 'drift' });
  });
}
