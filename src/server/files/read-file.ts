/** Reading tables from files, for those who may not know the adapters. */
export {
  BadFileError,
  type BadRow,
  type FileFormat,
  type FileRow,
  type FileRows,
} from '../../adapters/sources/file-rows.ts';
export { readRows } from '../../adapters/sources/read-rows.ts';
