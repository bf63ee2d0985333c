import type { Model } from '../model/model.ts';
import type { Window } from '../window/window.ts';
import type { Baseline } from './baseline.ts';

/** Predictions of a model's own past. */
export interface HistorySelection {
  /** In order, without overlap. */
  readonly periods: readonly Window[];
  /** Of one model version; null takes every one. */
  readonly version: string | null;
  readonly variant: string;
  readonly environment: string;
  readonly seed: number;
}

/** Port: the model's own past as rows of a baseline. They never leave the store. */
export interface HistoryRowStore {
  count(model: Model, selection: HistorySelection): Promise<number>;
  /** Copies them with the labels that have come: all of them, or about `wanted`, where each is
   *  equally likely and the same seed takes the same ones. Tells how many it took. */
  copy(
    model: Model,
    baseline: Baseline,
    selection: HistorySelection,
    size: { readonly total: number; readonly wanted: number },
  ): Promise<number>;
}
