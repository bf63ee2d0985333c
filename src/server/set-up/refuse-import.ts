import { ApiError } from '../http/api-error.ts';

/** What an import cannot be made of, and where that was said. */
export const refuseImport = (where: string, detail: string): ApiError =>
  new ApiError('invalid_import', { where: `body/${where}`, detail });
