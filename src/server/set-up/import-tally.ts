import type { ImportBody } from '../../contract/import.ts';
import type { RefusedFileRow } from '../files/send-rows.ts';

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };
export type ImportState = Mutable<ImportBody>;

const REFUSED_SHOWN = 200;

export const NOTHING_SENT = { sent: 0, accepted: 0, refused: 0, repeated: 0, rowsPerSecond: 0 };

/** Counts a refused row, and lists it while the list is short. */
export function addRefused(state: ImportState, row: RefusedFileRow): void {
  const known = state.refusedByCode.find((one) => one.code === row.code);
  state.refusedByCode = [
    ...state.refusedByCode.filter((one) => one !== known),
    { code: row.code, rows: (known?.rows ?? 0) + 1 },
  ];
  if (state.refused.length < REFUSED_SHOWN) state.refused = [...state.refused, row];
}
