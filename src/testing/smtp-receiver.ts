import type { AddressInfo } from 'node:net';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';

export interface ReceivedMail {
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  readonly html: string;
  readonly recipients: readonly string[];
  readonly raw: string;
}

/** What the server says to a message; nothing where it hangs. */
export type MailAnswer =
  | 'accept'
  | 'hang'
  | 'keep and hang'
  | { readonly code: number; readonly text: string };

/** A real SMTP server that keeps what it is sent, and answers as it is told. */
export async function startMailServer(options: SMTPServerOptions = {}) {
  const received: ReceivedMail[] = [];
  let answer: MailAnswer = 'accept';
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    allowInsecureAuth: true,
    // Nobody is waited for once the test is over.
    closeTimeout: 10,
    ...options,
    onData(stream, session, callback) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const recipients = session.envelope.rcptTo.map((one) => one.address);
        if (answer === 'hang') return;
        if (answer === 'accept' || answer === 'keep and hang') {
          received.push(readMail(Buffer.concat(chunks).toString('latin1'), recipients));
          if (answer === 'accept') callback(null, 'queued as 7');
          return;
        }
        callback(Object.assign(new Error(answer.text), { responseCode: answer.code }));
      });
    },
  });
  // Clients that do not trust its certificate hang up.
  server.on('error', () => {});
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.server.address() as AddressInfo;
  return {
    port,
    received,
    answerWith(next: MailAnswer) {
      answer = next;
    },
    stop: () => new Promise<void>((resolve) => server.close(resolve)),
  };
}

function readHeaders(head: string): Record<string, string> {
  const unfolded = head.replace(/\r\n[ \t]+/g, ' ');
  const headers: Record<string, string> = {};
  for (const line of unfolded.split('\r\n')) {
    const [, name = '', value = ''] = /^([^:]+): ?(.*)$/.exec(line) ?? [];
    if (name in headers) throw new Error(`the header ${name} is there twice`);
    headers[name.toLowerCase()] = decodeWords(value);
  }
  return headers;
}

/** Encoded words of RFC 2047. */
const decodeWords = (value: string): string =>
  value
    .replace(/\?=\s+=\?/g, '?==?')
    .replace(/=\?utf-8\?([bq])\?([^?]*)\?=/gi, (_, kind: string, text: string) =>
      kind.toLowerCase() === 'b'
        ? Buffer.from(text, 'base64').toString('utf8')
        : decodeQuoted(text.replaceAll('_', ' ')),
    );

const decodeQuoted = (text: string): string =>
  Buffer.from(
    text
      .replace(/=\r\n/g, '')
      .replace(/=([0-9A-F]{2})/gi, (_, hex: string) => String.fromCharCode(Number(`0x${hex}`))),
    'latin1',
  ).toString('utf8');

function splitPart(part: string): { headers: Record<string, string>; body: string } {
  const end = part.indexOf('\r\n\r\n');
  return { headers: readHeaders(part.slice(0, end)), body: part.slice(end + 4) };
}

function decodeBody({ headers, body }: ReturnType<typeof splitPart>): string {
  const encoding = headers['content-transfer-encoding'];
  if (encoding === 'base64') return Buffer.from(body, 'base64').toString('utf8');
  if (encoding === 'quoted-printable') return decodeQuoted(body);
  return Buffer.from(body, 'latin1').toString('utf8');
}

function readMail(raw: string, recipients: readonly string[]): ReceivedMail {
  const { headers, body } = splitPart(raw);
  const [, boundary] = /boundary="([^"]+)"/.exec(headers['content-type'] ?? '') ?? [];
  if (boundary === undefined) throw new Error('the mail has no parts');
  const parts = body
    .split(`--${boundary}`)
    .slice(1, -1)
    .map((part) => splitPart(part.replace(/^\r\n/, '')));
  const find = (type: string) =>
    parts.find((part) => part.headers['content-type']?.startsWith(type));
  const [text, html] = [find('text/plain'), find('text/html')];
  if (text === undefined || html === undefined) throw new Error('the mail lacks a part');
  return { headers, text: decodeBody(text), html: decodeBody(html), recipients, raw };
}
