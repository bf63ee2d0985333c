import { Readable } from 'node:stream';
import { type ClickHouseClient, ClickHouseError } from '@clickhouse/client';

export interface RowBinaryInsert {
  readonly table: string;
  readonly columns: readonly string[];
  /** The table forgets it after a thousand blocks; identity does not. */
  readonly token: string;
  readonly payload: Uint8Array;
}

/** Errors that say something about the rows, and would say it again. Any other is taken for a
 *  store in trouble: better to wait for a person than to set good rows aside. */
const DATA_ERRORS: ReadonlySet<string> = new Set([
  '6', // CANNOT_PARSE_TEXT
  '27', // CANNOT_PARSE_INPUT_ASSERTION_FAILED
  '33', // CANNOT_READ_ALL_DATA
  '53', // TYPE_MISMATCH
  '69', // ARGUMENT_OUT_OF_BOUND
  '70', // CANNOT_CONVERT_TYPE
  '117', // INCORRECT_DATA
  '128', // TOO_LARGE_ARRAY_SIZE
  '131', // TOO_LARGE_STRING_SIZE
  '190', // SIZES_OF_ARRAYS_DONT_MATCH
  '349', // CANNOT_INSERT_NULL_IN_ORDINARY_COLUMN
  '407', // DECIMAL_OVERFLOW
  '469', // VIOLATED_CONSTRAINT
  '691', // UNKNOWN_ELEMENT_OF_ENUM
]);

/** Undefined when stored, else why the rows were refused for good. */
export async function insertRowBinary(
  client: ClickHouseClient,
  { table, columns, token, payload }: RowBinaryInsert,
): Promise<string | undefined> {
  const list = columns.map((column) => `\`${column}\``).join(', ');
  try {
    const { stream } = await client.exec({
      query: `INSERT INTO ${table} (${list}) FORMAT RowBinary`,
      values: Readable.from([payload], { objectMode: false }),
      clickhouse_settings: {
        insert_deduplicate: 1,
        insert_deduplication_token: token,
        async_insert: 0,
        // A replay spans more years than an ordinary insert should.
        throw_on_max_partitions_per_insert_block: 0,
        max_threads: 1,
        max_memory_usage: '2000000000',
        max_execution_time: 50,
      },
    });
    for await (const _ of stream) {
      // Nothing of interest, but the socket is free only afterwards.
    }
    return undefined;
  } catch (error) {
    if (error instanceof ClickHouseError && DATA_ERRORS.has(error.code)) return error.message;
    throw error;
  }
}
