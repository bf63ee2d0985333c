import { uuidv7 } from 'uuidv7';

export type IdPrefix =
  | 'mdl'
  | 'bsl'
  | 'mon'
  | 'alt'
  | 'chn'
  | 'ntf'
  | 'key'
  | 'evt'
  | 'qua'
  | 'prj'
  | 'sil'
  | 'rte'
  | 'note'
  | 'fil'
  | 'imp'
  | 'ref';

/** Random text that sorts by time of birth: a database restored from a backup can never issue
 *  one a second time, as a sequence would. */
export function newId(prefix: IdPrefix): string {
  return `${prefix}_${uuidv7().replaceAll('-', '')}`;
}
