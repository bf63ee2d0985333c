import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import type {
  CHANNEL_KINDS,
  ChannelConfigDraft,
  ChannelDraftBody,
} from '../../../contract/channel.ts';
import { CommandError } from '../../command-error.ts';
import { splitNames } from '../../split-names.ts';

export type Kind = (typeof CHANNEL_KINDS)[number];

export interface AddOptions {
  readonly name: string;
  readonly address?: string;
  readonly channel?: string;
  readonly host?: string;
  readonly port?: string;
  readonly security?: 'tls' | 'starttls' | 'none';
  readonly user?: string;
  readonly from?: string;
  readonly to?: string;
  readonly runbookUrl?: string;
  readonly secretFile?: string;
}

export async function readSecret({ secretFile }: AddOptions): Promise<string | null> {
  if (secretFile === undefined) return null;
  try {
    const read =
      secretFile === '-' ? await text(process.stdin) : await readFile(secretFile, 'utf8');
    return read.trim();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new CommandError(`The secret cannot be read: ${reason}.`);
  }
}

/** What the options say; whether that suits the kind is for the server to judge. */
export function draftOf(kind: Kind, options: AddOptions, secret: string | null): ChannelDraftBody {
  const { name, address, port, to, channel, host, security, user, from, runbookUrl } = options;
  const config: ChannelConfigDraft = {
    ...(address === undefined ? {} : { url: address }),
    ...(port === undefined ? {} : { port: portOf(port) }),
    ...(to === undefined ? {} : { to: splitNames(to) }),
    ...(channel === undefined ? {} : { channel }),
    ...(host === undefined ? {} : { host }),
    ...(security === undefined ? {} : { security }),
    ...(user === undefined ? {} : { user }),
    ...(from === undefined ? {} : { from }),
    ...(runbookUrl === undefined ? {} : { runbookUrl }),
    ...(secret === null ? {} : secretOf(kind, secret)),
  };
  return { name, kind, config };
}

function secretOf(kind: Kind, secret: string): ChannelConfigDraft {
  if (kind === 'webhook') return { secret };
  if (kind === 'email') return { password: secret };
  return /^https?:/.test(secret) ? { webhookUrl: secret } : { token: secret };
}

function portOf(text: string): number {
  if (!/^\d{1,5}$/.test(text)) throw new CommandError(`'${text}' is not a port.`);
  return Number(text);
}
