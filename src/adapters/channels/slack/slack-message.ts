import { cleanLine, clip } from '../clean-text.ts';
import { type MessageView, type Tone, type ViewSection, webLink } from '../message-view.ts';

/** Slack refuses a message as a whole where one of its parts is too long: every text is cut well
 *  below its own limit (sections 3,000, fields 2,000, buttons 75, addresses 3,000), since a message
 *  of more than about 13,200 characters in all is refused too. */
const LIMITS = {
  text: 1_200,
  cause: 1_200,
  field: 250,
  line: 350,
  title: 200,
  item: 220,
  url: 3_000,
} as const;
const MOST_FIELDS = 10;

const COLOR: Readonly<Record<Tone, string>> = {
  critical: '#D92D20',
  warning: '#F79009',
  info: '#667085',
  good: '#12B76A',
};

const ESCAPED: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

const escapeSlack = (text: string): string => text.replace(/[&<>]/g, (one) => ESCAPED[one] ?? one);

/** Text that means nothing to Slack but itself: no mention, no link, no entity cut in two. */
export function slackText(text: string, limit: number): string {
  const sizeOf = (part: string) => escapeSlack(part).length;
  return escapeSlack(clip(cleanLine(text, limit), limit, sizeOf));
}

/** Never `mrkdwn`: names may hold stars, underscores and colons that mean nothing. */
const plain = (text: string) => ({ type: 'plain_text', text, emoji: false }) as const;

interface Block {
  readonly type: string;
  readonly [field: string]: unknown;
}

export interface SlackMessage {
  readonly text: string;
  readonly mrkdwn: false;
  readonly attachments: readonly { readonly color: string; readonly blocks: readonly Block[] }[];
}

/** The finding is the text, which phones show before anything is opened; facts, likely cause and
 *  buttons stand below it beside a bar in the colour of the severity. */
export function slackMessage(view: MessageView, runbookUrl: string | null): SlackMessage {
  const text = slackText(`${view.label}: ${view.finding}`, LIMITS.text);
  return {
    text,
    mrkdwn: false,
    attachments: [{ color: COLOR[view.tone], blocks: blocksOf(view, runbookUrl) }],
  };
}

function blocksOf(view: MessageView, runbookUrl: string | null): Block[] {
  const blocks: Block[] = [];
  const fields = view.facts.slice(0, MOST_FIELDS).map(({ label, value }) => {
    return plain(`${label}\n${slackText(value, LIMITS.field - label.length - 1)}`);
  });
  if (fields.length > 0) blocks.push({ type: 'section', fields });
  for (const { label, text } of view.lines) {
    blocks.push({ type: 'section', text: plain(slackText(`${label}: ${text}`, LIMITS.line)) });
  }
  if (view.more > 0) {
    blocks.push({ type: 'context', elements: [plain(`and ${view.more} more`)] });
  }
  for (const section of view.sections) blocks.push(...sectionBlocks(section));
  if (view.cause !== null) {
    blocks.push({ type: 'section', text: plain(slackText(view.cause, LIMITS.cause)) });
  }
  const buttons = [
    button('Open', 'open', view.link),
    button('Runbook', 'runbook', runbookUrl),
  ].filter((one) => one !== null);
  if (buttons.length > 0) blocks.push({ type: 'actions', elements: buttons });
  // An attachment needs something to hold.
  if (blocks.length === 0) {
    blocks.push({ type: 'section', text: plain(slackText(view.subject, LIMITS.line)) });
  }
  return blocks;
}

/** A model with its alerts, a line each; no line may hide the ones after it. */
function sectionBlocks({ title, link, lines, more }: ViewSection): Block[] {
  const open = button('Open', 'open_model', link);
  const heading = {
    type: 'section',
    text: plain(slackText(title, LIMITS.title)),
    ...(open === null ? {} : { accessory: open }),
  };
  const texts = lines.map(({ label, text }) => slackText(`• ${label}: ${text}`, LIMITS.item));
  const all = more > 0 ? [...texts, `and ${more} more`] : texts;
  return [heading, ...(all.length === 0 ? [] : [{ type: 'section', text: plain(all.join('\n')) }])];
}

function button(text: string, actionId: string, link: string | null) {
  const url = webLink(link);
  if (url === null || url.length > LIMITS.url) return null;
  return { type: 'button', text: plain(text), action_id: actionId, url };
}
