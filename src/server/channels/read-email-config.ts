import type { ChannelConfigDraft } from '../../contract/channel.ts';
import type { EmailConfig } from '../../monitoring/notification/notification.ts';
import {
  configProblem,
  isLoopbackHost,
  readRunbookUrl,
  refuseOthers,
  required,
} from './config-problem.ts';

const FIELDS = ['host', 'port', 'security', 'user', 'password', 'from', 'to', 'runbookUrl'];
const HOST = /^[A-Za-z0-9]([A-Za-z0-9.:_-]*[A-Za-z0-9])?$|^::1$/;
/** `ada@example.com`; what else RFC 5322 allows is an accident or an attack. */
const ADDRESS = /^[^\s@<>()[\]\\,;:"]+@[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?$/;
const NAMED = /^([^<>\p{Cc}"\\,;:@]*)<([^<>]+)>$/u;

export function readEmailConfig(
  config: ChannelConfigDraft,
  before: EmailConfig | null,
): EmailConfig {
  refuseOthers(config, 'email', FIELDS);
  const { security = 'starttls' } = config;
  const host = required(config.host, 'host', 'The name of an SMTP server is needed.');
  if (!HOST.test(host)) throw configProblem('host', 'It must be a host name, without a port.');
  const port = config.port ?? (security === 'tls' ? 465 : 587);
  const from = required(config.from, 'from', 'The address that messages come from is needed.');
  readAddress(from, 'from');
  const to = required(config.to, 'to', 'At least one recipient is needed.');
  for (const [i, address] of to.entries()) readAddress(address, `to/${i}`);
  const runbookUrl = readRunbookUrl(config.runbookUrl);
  const auth = readAuth(config, host, before);
  if (auth !== null && security === 'none' && !isLoopbackHost(host)) {
    throw configProblem('security', 'A password is sent encrypted only: use tls or starttls.');
  }
  return { host, port, security, auth, from, to, runbookUrl };
}

function readAuth(
  { user, password }: ChannelConfigDraft,
  host: string,
  before: EmailConfig | null,
) {
  if (user === undefined || user === null || user === '') {
    if (password !== undefined) throw configProblem('user', 'A password needs a user.');
    return null;
  }
  // A password that somebody else once gave must not be led to another server.
  const isKept = before?.auth?.user === user && before.host === host;
  const known = password ?? (isKept ? before.auth.password : undefined);
  return { user, password: required(known, 'password', 'The password of the user is needed.') };
}

function readAddress(text: string, field: string): void {
  const [, , inner] = NAMED.exec(text) ?? [];
  if (!ADDRESS.test(inner ?? text)) {
    throw configProblem(field, 'It must be an address such as ada@example.com, or Name <…>.');
  }
}
