import type { ContentHash } from '../../../monitoring/prediction/content-hash.ts';
import { hashName } from '../../../monitoring/prediction/content-hash.ts';
import { placeValue } from '../../../monitoring/prediction/place-value.ts';
import { FLAW_CODES } from '../../../monitoring/prediction/prediction.ts';
import type { ColumnsOfModel, FeatureColumn } from './columns-of-model.ts';
import type { RowBinaryWriter } from './row-binary-writer.ts';
import { createRowBinaryWriter } from './row-binary-writer.ts';

/** Sorts the features of a row into the maps of the table: num, cat, txt, emb, flaws and
 *  overflow, in this order. A map's length comes before its entries, so each gathers first. */
export interface FeatureMaps {
  write(
    target: RowBinaryWriter,
    features: Readonly<Record<string, unknown>>,
    columns: ColumnsOfModel,
    hash: ContentHash,
  ): void;
}

interface GrowingMap {
  readonly entries: RowBinaryWriter;
  size: number;
}

const growingMap = (): GrowingMap => ({ entries: createRowBinaryWriter(), size: 0 });

export function createFeatureMaps(): FeatureMaps {
  const num = growingMap();
  const cat = growingMap();
  const txt = growingMap();
  const emb = growingMap();
  const flaws = growingMap();
  const overflow = growingMap();
  const all = [num, cat, txt, emb, flaws, overflow];

  function keep(name: string, rawText: string): void {
    overflow.entries.text(name);
    overflow.entries.text(rawText);
    overflow.size += 1;
  }

  function place(name: string, column: FeatureColumn, value: unknown, hash: ContentHash): void {
    const placed = placeValue(column.kind, value);
    if (typeof placed === 'number') {
      num.entries.uint32(column.featureId);
      num.entries.float64(placed);
      num.size += 1;
      hash.addNumber(column.nameHash, placed);
    } else if (typeof placed === 'string') {
      const map = column.kind === 'text' ? txt : cat;
      map.entries.uint32(column.featureId);
      map.entries.text(placed);
      map.size += 1;
      addToHash(hash, column.nameHash, value);
    } else if ('flaw' in placed) {
      flaws.entries.uint32(column.featureId);
      flaws.entries.uint8(FLAW_CODES[placed.flaw]);
      flaws.size += 1;
      const rawText = addToHash(hash, column.nameHash, value);
      if (placed.flaw === 'mismatched') keep(name, rawText ?? JSON.stringify(value));
    } else {
      emb.entries.uint32(column.featureId);
      emb.entries.varint(placed.length);
      for (const one of placed) emb.entries.float32(one);
      emb.size += 1;
      addToHash(hash, column.nameHash, value);
    }
  }

  return {
    write(target, features, columns, hash) {
      for (const map of all) {
        map.entries.truncate(0);
        map.size = 0;
      }
      for (const name in features) {
        const value = features[name];
        const column = columns.features.get(name);
        if (column !== undefined) place(name, column, value, hash);
        else keep(name, addToHash(hash, hashName(name), value) ?? JSON.stringify(value));
      }
      for (const map of all) {
        target.varint(map.size);
        if (map.size > 0) target.append(map.entries);
      }
    },
  };
}

/** Hashes the value as it came, so that registering a feature later makes no conflict. Returns
 *  the raw text where it had to be made. */
function addToHash(hash: ContentHash, nameHash: number, value: unknown): string | undefined {
  if (typeof value === 'number') hash.addNumber(nameHash, value);
  else if (typeof value === 'string') hash.addText(nameHash, value);
  else if (value === null || typeof value === 'boolean') hash.addWord(nameHash, value);
  else {
    const rawText = JSON.stringify(value);
    hash.addText(nameHash ^ STRUCTURE, rawText);
    return rawText;
  }
  return undefined;
}

const STRUCTURE = 0x4a534f4e;
