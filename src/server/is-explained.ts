import { StartError } from '../adapters/storage/start-error.ts';
import { ConfigError } from './config.ts';

/** Whether the message of a failed start says all that a person needs. */
export function isExplained(error: unknown): error is ConfigError | StartError {
  return error instanceof ConfigError || error instanceof StartError;
}
