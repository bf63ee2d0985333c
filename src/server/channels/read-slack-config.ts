import type { ChannelConfigDraft } from '../../contract/channel.ts';
import type { SlackConfig } from '../../monitoring/notification/notification.ts';
import {
  configProblem,
  readRunbookUrl,
  readSecureUrl,
  refuseOthers,
  required,
} from './config-problem.ts';

const API_URL = 'https://slack.com/api';
const FIELDS = ['token', 'channel', 'apiUrl', 'webhookUrl', 'runbookUrl'];

/** By the token of a bot and a channel, or by an incoming webhook. */
export function readSlackConfig(
  config: ChannelConfigDraft,
  before: SlackConfig | null,
): SlackConfig {
  refuseOthers(config, 'slack', FIELDS);
  const { token, channel, webhookUrl, apiUrl } = config;
  const runbookUrl = readRunbookUrl(config.runbookUrl);
  const asksForBot = token !== undefined || channel !== undefined || apiUrl !== undefined;
  if (webhookUrl !== undefined && asksForBot) {
    throw configProblem('webhookUrl', 'Give a token and a channel, or a webhookUrl, not both.');
  }
  if (webhookUrl !== undefined) {
    return { webhookUrl: readSecureUrl(webhookUrl, 'webhookUrl'), runbookUrl };
  }
  if (!asksForBot && before !== null && 'webhookUrl' in before) return { ...before, runbookUrl };
  return { ...readBot(config, before), runbookUrl };
}

function readBot(
  { token, channel, apiUrl = API_URL }: ChannelConfigDraft,
  before: SlackConfig | null,
) {
  const url = readSecureUrl(apiUrl, 'apiUrl');
  const kept = before !== null && 'token' in before && sameHost(before.apiUrl, url);
  const known = token ?? (kept ? before.token : undefined);
  const said = required(known, 'token', 'A bot token is needed (xoxb-…), or a webhookUrl instead.');
  if (!/^[\x21-\x7e]+$/.test(said)) throw configProblem('token', 'It has no spaces in it.');
  const named = required(channel, 'channel', 'An id such as C0123456789, or #name, is needed.');
  if (!/^[#@]?[^\s#@<>]+$/.test(named)) {
    throw configProblem('channel', 'It must be an id such as C0123456789, or #name.');
  }
  return { token: said, channel: named, apiUrl: url };
}

const sameHost = (a: string, b: string): boolean => new URL(a).origin === new URL(b).origin;
