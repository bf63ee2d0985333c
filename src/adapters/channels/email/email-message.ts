import { createHash } from 'node:crypto';
import type { Notification } from '../../../monitoring/notification/notification.ts';
import { cleanLine } from '../clean-text.ts';
import { findRoot } from '../find-root.ts';
import { type MessageView, type Tone, type ViewSection, webLink } from '../message-view.ts';

const LIMITS = { subject: 180, finding: 3_000, cause: 3_000, fact: 500, line: 600 } as const;

const COLOR: Readonly<Record<Tone, string>> = {
  critical: '#D92D20',
  warning: '#B54708',
  info: '#475467',
  good: '#067647',
};

export interface EmailMessage {
  readonly messageId: string;
  readonly subject: string;
  readonly inReplyTo: string | null;
  readonly references: readonly string[];
  readonly text: string;
  readonly html: string;
}

/** Its id follows from the key of the notification: the same over all retries, so that a mail
 *  system that has it drops the second one. What follows refers to the first message about the
 *  same alerts, under the same subject, which is what mail programs thread by. */
export function emailMessage(
  notification: Notification,
  view: MessageView,
  config: { readonly from: string; readonly runbookUrl: string | null },
): EmailMessage {
  const root = findRoot(notification);
  const { messageId, subject } = root?.receipt ?? {};
  const isAnswer = messageId !== undefined && subject !== undefined;
  const own = cleanLine(`[${view.label}] ${view.subject}`, LIMITS.subject);
  return {
    messageId: messageIdOf(notification, config.from),
    subject: isAnswer ? `Re: ${subject}` : own,
    inReplyTo: isAnswer ? messageId : null,
    references: isAnswer ? [messageId] : [],
    text: textOf(view, config.runbookUrl),
    html: htmlOf(view, config.runbookUrl),
  };
}

function messageIdOf({ channelId, idempotencyKey }: Notification, from: string): string {
  const domain = /@([A-Za-z0-9.-]+)>?\s*$/.exec(from)?.[1] ?? 'leeway.invalid';
  const digest = createHash('sha256').update(`${channelId}\n${idempotencyKey}`).digest('hex');
  return `<${digest.slice(0, 32)}@${domain}>`;
}

function linksOf(view: MessageView, runbookUrl: string | null) {
  return [
    { text: 'Open', url: webLink(view.link) },
    { text: 'Runbook', url: webLink(runbookUrl) },
  ].flatMap(({ text, url }) => (url === null ? [] : [{ text, url }]));
}

function textOf(view: MessageView, runbookUrl: string | null): string {
  const facts = view.facts.map(({ label, value }) => `${label}: ${cleanLine(value, LIMITS.fact)}`);
  const lines = view.lines.map(({ label, text }) => `- ${label}: ${cleanLine(text, LIMITS.line)}`);
  const more = view.more > 0 ? [`and ${view.more} more`] : [];
  const links = linksOf(view, runbookUrl).map(({ text, url }) => `${text}: ${url}`);
  const cause = view.cause === null ? [] : [cleanLine(view.cause, LIMITS.cause)];
  const parts = [
    [`${view.label}: ${cleanLine(view.finding, LIMITS.finding)}`],
    facts,
    [...lines, ...more],
    ...view.sections.map(sectionText),
    cause,
    links,
  ];
  return `${parts
    .filter((part) => part.length > 0)
    .map((part) => part.join('\n'))
    .join('\n\n')}\n`;
}

function sectionText({ title, link, lines, more }: ViewSection): string[] {
  const url = webLink(link);
  return [
    cleanLine(title, LIMITS.fact),
    ...lines.map(({ label, text, link: to }) => {
      const address = webLink(to);
      const where = address === null ? '' : `\n  ${address}`;
      return `- ${label}: ${cleanLine(text, LIMITS.line)}${where}`;
    }),
    ...(more > 0 ? [`and ${more} more`] : []),
    ...(url === null ? [] : [`The model: ${url}`]),
  ];
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const html = (text: string, limit: number): string =>
  cleanLine(text, limit).replace(/[&<>"']/g, (one) => ENTITIES[one] ?? one);

const linked = (text: string, link: string | null): string => {
  const url = webLink(link);
  return url === null ? text : `<a href="${html(url, 3_000)}" style="color:#1d4f91">${text}</a>`;
};

function sectionHtml({ title, link, lines, more }: ViewSection): string {
  const items = lines.map(
    ({ label, text, link: to }) =>
      `<li><b>${html(label, 60)}</b> ${linked(html(text, LIMITS.line), to)}</li>`,
  );
  const rest = more > 0 ? [`<li>and ${more} more</li>`] : [];
  return `<h2 style="font-size:16px;margin:16px 0 4px">${linked(html(title, LIMITS.fact), link)}</h2><ul style="margin:0;padding-left:20px">${[...items, ...rest].join('')}</ul>`;
}

function htmlOf(view: MessageView, runbookUrl: string | null): string {
  const finding = html(view.finding, LIMITS.finding);
  const facts = view.facts.map(
    ({ label, value }) =>
      `<tr><td style="padding:2px 12px 2px 0;color:#667085">${label}</td><td>${html(value, LIMITS.fact)}</td></tr>`,
  );
  const lines = view.lines.map(
    ({ label, text }) => `<li><b>${html(label, 60)}</b> ${html(text, LIMITS.line)}</li>`,
  );
  const links = linksOf(view, runbookUrl).map(
    ({ text, url }) =>
      `<a href="${html(url, 3_000)}" style="display:inline-block;padding:10px 16px;margin:0 8px 0 0;border:1px solid #d0d5dd;border-radius:6px;color:#344054;text-decoration:none">${text}</a>`,
  );
  const parts = [
    `<p style="border-left:4px solid ${COLOR[view.tone]};padding:4px 12px;margin:0 0 12px"><b style="color:${COLOR[view.tone]}">${html(view.label, 60)}</b><br>${finding}</p>`,
    facts.length === 0 ? '' : `<table style="border-collapse:collapse">${facts.join('')}</table>`,
    lines.length === 0 ? '' : `<ul>${lines.join('')}</ul>`,
    ...view.sections.map(sectionHtml),
    view.more > 0 ? `<p>and ${view.more} more</p>` : '',
    view.cause === null ? '' : `<p>${html(view.cause, LIMITS.cause)}</p>`,
    links.length === 0 ? '' : `<p>${links.join('')}</p>`,
  ];
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"></head><body style="font:16px/1.45 sans-serif;color:#101828">${parts.join('')}</body></html>`;
}
