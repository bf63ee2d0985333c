import type { Change, ModelState } from './model-state.ts';

/** What is different, by project. A model that is new or gone has changed, as have its alerts. */
export function diffStates(
  before: readonly ModelState[],
  after: readonly ModelState[],
): readonly Change[] {
  const known = new Map(before.map((one) => [one.modelId, one]));
  const changes = new Map<string, { models: Set<string>; alerts: string[] }>();
  const note = (state: ModelState, name: string, alerts: readonly string[]) => {
    const change = changes.get(state.projectId) ?? { models: new Set(), alerts: [] };
    change.models.add(name);
    change.alerts.push(...alerts);
    changes.set(state.projectId, change);
  };
  for (const state of after) {
    const old = known.get(state.modelId);
    known.delete(state.modelId);
    const alerts = changedKeys(old?.alerts ?? new Map(), state.alerts);
    if (old?.print !== state.print || alerts.length > 0) note(state, state.name, alerts);
    if (old !== undefined && old.name !== state.name) note(state, old.name, []);
  }
  for (const gone of known.values()) note(gone, gone.name, [...gone.alerts.keys()]);
  return [...changes].map(([projectId, { models, alerts }]) => ({
    projectId,
    models: [...models],
    alerts,
  }));
}

function changedKeys(
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
): string[] {
  const keys = new Set([...before.keys(), ...after.keys()]);
  return [...keys].filter((key) => before.get(key) !== after.get(key));
}
