import { ApiError } from '../http/api-error.ts';

type Fields = object;

/** What is wrong with a field of a channel's configuration. */
export const configProblem = (field: string, detail: string): ApiError =>
  new ApiError('invalid_channel', { where: `body/config/${field}`, detail });

/** A field of another kind of channel is a mistake, and not one to be silent about. */
export function refuseOthers(config: Fields, kind: string, known: readonly string[]): void {
  const other = Object.keys(config).find((field) => !known.includes(field));
  if (other !== undefined) {
    throw configProblem(other, `A channel of this kind (${kind}) takes ${known.join(', ')}.`);
  }
}

export function required<T>(value: T | undefined, field: string, detail: string): T {
  if (value === undefined || value === '') throw configProblem(field, detail);
  return value;
}

const isLoopback = ({ hostname }: URL): boolean =>
  hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname);

/** An address that a secret goes to: encrypted, or not off this machine. */
export function readSecureUrl(url: string, field: string): string {
  const parsed = readUrl(url, field);
  if (parsed.protocol !== 'https:' && !isLoopback(parsed)) {
    throw configProblem(field, 'The address must begin with https://.');
  }
  return url;
}

export function readUrl(url: string, field: string): URL {
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) {
    throw configProblem(field, 'The address must begin with http:// or https://.');
  }
  const parsed = new URL(url);
  if (parsed.username !== '' || parsed.password !== '') {
    throw configProblem(field, 'The address must not carry a name or a password.');
  }
  return parsed;
}

export const readRunbookUrl = (url: string | null | undefined): string | null =>
  url === undefined || url === null || url === '' ? null : readUrl(url, 'runbookUrl').href;

export const isLoopbackHost = (host: string): boolean =>
  host === 'localhost' || host === '::1' || /^127\.\d+\.\d+\.\d+$/.test(host);
