export interface AgeingTable {
  readonly name: string;
  /** When its rows came. */
  readonly arrival: string;
}

export const ROW_TABLES: readonly AgeingTable[] = [
  { name: 'predictions', arrival: 'ingested_at' },
  { name: 'prediction_index', arrival: 'ingested_at' },
  { name: 'labels', arrival: 'ingested_at' },
  { name: 'strays', arrival: 'found_at' },
];

/** The book of counts last: it says what is left to be removed from the others. */
export const COUNT_TABLES = ['profiles', 'outcome_profiles', 'cell_counts', 'cell_revisions'];

export const RESULT_TABLES = [...COUNT_TABLES, 'measurements'];
