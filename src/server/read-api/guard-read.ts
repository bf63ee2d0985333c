import { ApiError } from '../http/api-error.ts';

/** ClickHouse: took too long, memory of the query, of the user, of the server. PostgreSQL: cancelled by
 *  its statement timeout. */
const BEYOND_BOUNDS = new Set(['159', '241', '202', '57014']);

/** A question that ran into its bounds is the caller's to make smaller. */
export async function guardRead<Row>(read: Promise<Row>): Promise<Row> {
  try {
    return await read;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (BEYOND_BOUNDS.has(code)) throw new ApiError('read_too_large', { cause: error });
    throw error;
  }
}
