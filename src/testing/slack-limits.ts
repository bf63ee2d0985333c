type Json = Readonly<Record<string, unknown>>;

const MOST_CHARACTERS = 13_200;

/** What Slack documents, and refuses beyond: https://api.slack.com/reference/block-kit. */
export function faultsOfSlackMessage(message: Json): string[] {
  const faults: string[] = [];
  const need = (ok: boolean, fault: string) => {
    if (!ok) faults.push(fault);
  };
  const text = String(message['text'] ?? '');
  need(text !== '' && text.length <= 4_000, 'the text is missing or too long');
  const attachments = (message['attachments'] ?? []) as readonly Json[];
  const blocks = attachments.flatMap((one) => one['blocks'] as readonly Json[]);
  need(blocks.length <= 50, 'more than 50 blocks');
  need(text.length + sizeOf(blocks) <= MOST_CHARACTERS, 'msg_blocks_too_long');
  for (const block of blocks) checkBlock(block, need);
  return faults;
}

type Need = (ok: boolean, fault: string) => void;

function checkBlock(block: Json, need: Need): void {
  const elements = (block['elements'] ?? []) as readonly Json[];
  switch (block['type']) {
    case 'section': {
      const fields = (block['fields'] ?? []) as readonly Json[];
      need(fields.length <= 10, 'more than 10 fields');
      for (const field of fields) checkText(field, 2_000, need);
      if (block['text'] !== undefined) checkText(block['text'] as Json, 3_000, need);
      need(fields.length > 0 || block['text'] !== undefined, 'a section of nothing');
      break;
    }
    case 'context':
      need(elements.length >= 1 && elements.length <= 10, 'elements of a context');
      for (const element of elements) checkText(element, 3_000, need);
      break;
    case 'actions':
      need(elements.length >= 1 && elements.length <= 25, 'elements of actions');
      for (const element of elements) {
        need(element['type'] === 'button', 'not a button');
        need(String(element['url']).length <= 3_000, 'a url that is too long');
        need(String(element['action_id']).length <= 255, 'an action_id that is too long');
        checkText(element['text'] as Json, 75, need);
      }
      break;
    default:
      need(false, `a block of the type ${String(block['type'])}`);
  }
}

function checkText(text: Json, limit: number, need: Need): void {
  const said = String(text['text'] ?? '');
  need(text['type'] === 'plain_text' || text['type'] === 'mrkdwn', 'no text object');
  need(said.length >= 1 && said.length <= limit, `a text of ${said.length}, more than ${limit}`);
}

const sizeOf = (value: unknown): number => JSON.stringify(value).length;
