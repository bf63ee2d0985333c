import { createTransport } from 'nodemailer';
import type {
  Channel,
  ChannelSender,
  Delivery,
  EmailConfig,
} from '../../../monitoring/notification/notification.ts';
import { viewMessage } from '../message-view.ts';
import { excerptOf } from '../read-answer.ts';
import { emailMessage } from './email-message.ts';
import { judgeSmtpError } from './judge-smtp.ts';

export interface EmailOptions {
  /** For the whole conversation with the server. */
  readonly timeoutMs: number;
}

const DEFAULTS: EmailOptions = { timeoutMs: 20_000 };
const ACCEPTED = 250;

/** By SMTP: one message to all recipients, as text and as HTML, threaded by alert. */
export function createEmailSender(options: Partial<EmailOptions> = {}): ChannelSender {
  const { timeoutMs } = { ...DEFAULTS, ...options };
  return {
    async send(channel: Channel, notification): Promise<Delivery> {
      if (channel.kind !== 'email') throw new Error(`a ${channel.kind} is no e-mail`);
      const { config } = channel;
      const message = emailMessage(notification, viewMessage(notification.body), config);
      const { inReplyTo, references, ...content } = message;
      const transport = openTransport(config, timeoutMs);
      try {
        const sent = await within(
          timeoutMs,
          transport.sendMail({
            from: config.from,
            to: [...config.to],
            ...content,
            ...(inReplyTo === null ? {} : { inReplyTo, references: [...references] }),
            headers: {
              // So that out-of-office replies stay away.
              'Auto-Submitted': 'auto-generated',
              'X-Auto-Response-Suppress': 'All',
            },
          }),
        );
        return {
          outcome: 'delivered',
          status: ACCEPTED,
          response: describeSent(sent),
          ...(notification.alertIds.length === 0
            ? {}
            : { receipt: { messageId: message.messageId, subject: message.subject } }),
        };
      } catch (error) {
        return judgeSmtpError(error);
      } finally {
        transport.close();
      }
    },
  };
}

function openTransport({ host, port, security, auth }: EmailConfig, timeoutMs: number) {
  return createTransport({
    host,
    port,
    secure: security === 'tls',
    requireTLS: security === 'starttls',
    ignoreTLS: security === 'none',
    ...(auth === null ? {} : { auth: { user: auth.user, pass: auth.password } }),
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    // A message has no business with files or addresses of this machine.
    disableFileAccess: true,
    disableUrlAccess: true,
  });
}

/** Some recipients may be refused while others are not. */
function describeSent(sent: { readonly response: string; readonly rejected: readonly unknown[] }) {
  const refused = sent.rejected.map(String);
  const note = refused.length === 0 ? '' : ` (refused: ${refused.join(', ')})`;
  return excerptOf(`${sent.response}${note}`);
}

async function within<T>(timeoutMs: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${timeoutMs} ms`)), timeoutMs);
  });
  try {
    return await Promise.race([work, tooLate]);
  } finally {
    clearTimeout(timer);
    // What comes after that is nobody's any more.
    work.catch(() => {});
  }
}
