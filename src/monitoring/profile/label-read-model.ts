import type { Window } from '../window/window.ts';

/** Port: which share of the predictions of each local day has its label, by the start of the day.
 *  Of several outputs the one with the most labels. */
export interface LabelReadModel {
  coverage(
    projectId: string,
    modelId: string,
    range: Window,
    timeZone: string,
  ): Promise<ReadonlyMap<number, number>>;
}
