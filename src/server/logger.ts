import pino, { type Logger } from 'pino';
import type { LogLevel } from './config.ts';

/** JSON lines on standard error: standard output belongs to the commands. Written at once, so
 *  that the last line before a crash is there. */
export function createLogger(level: LogLevel): Logger {
  return pino({ level, base: { pid: process.pid } }, pino.destination({ fd: 2, sync: true }));
}
