import type { ColumnKind } from '../../metrics/profile.ts';
import type { Task } from '../model/model.ts';

/** What a column of somebody's table is to a model. */
export type ColumnRole =
  | 'time'
  | 'predictionId'
  | 'score'
  | 'decision'
  | 'value'
  | 'label'
  | 'segment'
  | 'weight'
  | 'latency'
  | 'version'
  | 'feature'
  | 'ignore';

/** When the rows of a table happened, by one of its columns. */
export interface TimeSpan {
  readonly firstMs: number;
  readonly lastMs: number;
  /** A moment that parts the rows into a past to compare with and a rest. */
  readonly splitMs: number;
}

export interface GuessedColumn {
  readonly name: string;
  readonly kind: ColumnKind;
  /** Why this kind. */
  readonly kindReason: string;
  readonly role: ColumnRole;
  /** Why this role. */
  readonly roleReason: string;
  /** Different values in the sample. */
  readonly distinct: number;
  /** Rows of the sample without a value, 0 to 1. */
  readonly missingRatio: number;
  /** The most frequent values, if they return. */
  readonly categories: readonly string[];
  readonly time: TimeSpan | null;
}

export interface GuessedOutput {
  readonly task: Task;
  readonly classes: readonly string[];
  readonly positiveClass: string | null;
  readonly reason: string;
}

/** A proposal: a person may change every part of it. */
export interface TableGuess {
  readonly columns: readonly GuessedColumn[];
  /** Null where no column is an answer or a truth. */
  readonly output: GuessedOutput | null;
}
