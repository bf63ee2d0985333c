import { Ajv } from 'ajv';
import { IMPORT_DRAFT_SCHEMA, type ImportDraftBody } from '../../contract/import.ts';
import { ApiError } from '../http/api-error.ts';

/** Refuses an order as the route does that takes it, for whoever has no server to ask. */
export function checkDraft(draft: ImportDraftBody): void {
  const ajv = new Ajv({ strict: false, validateFormats: false });
  if (ajv.validate(IMPORT_DRAFT_SCHEMA, draft)) return;
  throw new ApiError('invalid_request', { detail: ajv.errorsText(null, { dataVar: 'body' }) });
}
