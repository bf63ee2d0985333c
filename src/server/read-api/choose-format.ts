import { FORMAT_TYPES, RECORD_FORMATS, type RecordFormat } from '../../contract/records.ts';
import { ApiError } from '../http/api-error.ts';

/** The format asked for by name, else the one that the Accept header likes best. */
export function chooseFormat(
  named: RecordFormat | undefined,
  accept: string | undefined,
): RecordFormat {
  if (named !== undefined) return named;
  if (accept === undefined || accept.trim() === '') return 'json';
  const wishes = accept.split(',').map(readWish);
  const liked = RECORD_FORMATS.map((format) => ({ format, quality: qualityOf(format, wishes) }));
  // The first of equals, so that a browser gets JSON.
  const best = liked.reduce((best, one) => (one.quality > best.quality ? one : best));
  if (best.quality > 0) return best.format;
  throw new ApiError('not_acceptable', { detail: { offered: Object.values(FORMAT_TYPES) } });
}

interface Wish {
  readonly type: string;
  readonly quality: number;
}

function readWish(text: string): Wish {
  const [type = '', ...parameters] = text.split(';').map((part) => part.trim().toLowerCase());
  const quality = parameters.find((one) => one.startsWith('q='))?.slice(2);
  return { type, quality: quality === undefined ? 1 : Number(quality) || 0 };
}

/** The most exact wish counts. */
function qualityOf(format: RecordFormat, wishes: readonly Wish[]): number {
  const type = FORMAT_TYPES[format];
  for (const pattern of [type, `${type.split('/')[0]}/*`, '*/*']) {
    const wish = wishes.find((one) => one.type === pattern);
    if (wish !== undefined) return wish.quality;
  }
  return 0;
}
