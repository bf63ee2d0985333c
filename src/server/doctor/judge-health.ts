import type { ReadinessBody } from '../../contract/readiness.ts';
import type { SelfWatchWire } from '../../contract/self-watch.ts';
import { type Finding, failed, ok, warning } from './finding.ts';

/** Clocks of one machine differ by milliseconds; leases and windows bear a second or two. */
const SKEW_SECONDS = 2;
const FEW_DAYS = 14;

export function judgeReadiness({ ready, parts }: ReadinessBody): Finding {
  if (ready) return ok('ready', 'Every part of the server works.');
  const broken = parts
    .filter((part) => !part.ready)
    .map(({ part, detail }) => `${part} (${detail ?? 'no detail'})`);
  return failed(
    'ready',
    `Not ready: ${broken.join(', ')}.`,
    'The log of the server says more; embedded databases are started again by themselves.',
  );
}

/** What a running server says about itself. */
export function judgeHealth(health: SelfWatchWire): Finding[] {
  return [
    judgeClocks(health),
    ...(health.work === null
      ? []
      : [judgeMonitors(health.work), judgeChannels(health.work), judgeRoutes(health.work)]),
    ...judgeEngines(health),
    ...judgeDisk(health),
  ];
}

function judgeClocks({ clocks }: SelfWatchWire): Finding {
  const off = clocks.filter((one) => Math.abs(one.skewSeconds) > SKEW_SECONDS);
  if (off.length === 0) return ok('clocks', 'The clocks of server and databases agree.');
  const said = off.map(({ name, skewSeconds }) => `${name} by ${skewSeconds.toFixed(1)} s`);
  return failed(
    'clocks',
    `Clocks differ from the server's: ${said.join(', ')}.`,
    'Set the clocks by NTP on every machine: windows close and leases end by them.',
  );
}

function judgeMonitors({ overdue, overdueMonitors, enabledMonitors }: Work): Finding {
  const [first] = overdue;
  if (first === undefined) return ok('monitors', `All ${enabledMonitors} monitors have run.`);
  const hours = first.overdueSeconds / 3600;
  const late = hours < 1 ? `${Math.round(first.overdueSeconds / 60)} min` : `${hours.toFixed(1)} h`;
  return failed(
    'monitors',
    `${overdueMonitors} of ${enabledMonitors} monitors did not run; "${first.monitor}" of ${first.model} is overdue by ${late}.`,
    first.sentence,
  );
}

function judgeChannels({ failingChannels, outbox }: Work): Finding {
  const [first] = failingChannels;
  if (first === undefined) return ok('channels', `${outbox.pending} messages wait, none in vain.`);
  const names = failingChannels.map((one) => `"${one.name}"`).join(', ');
  return failed(
    'channels',
    `Channels do not take messages: ${names}; the last answer was: ${first.lastOutcome ?? 'none'}.`,
    'Look at the address of the channel and send a test: POST /v1/channels/{id}/test.',
  );
}

function judgeRoutes({ unroutedAlerts }: Work): Finding {
  if (unroutedAlerts === 0) return ok('routes', 'No open alert went to nobody.');
  const [alerts, they] = unroutedAlerts === 1 ? ['alert', 'it is'] : ['alerts', 'they are'];
  return failed(
    'routes',
    `Nobody was told of ${unroutedAlerts} open ${alerts}: no route leads to a channel that is switched on.`,
    `Look at GET /v1/routes, or leeway route list: once there is a way, ${they} told at the next bad window.`,
  );
}

function judgeEngines({ engines }: SelfWatchWire): Finding[] {
  return engines
    .filter((one) => one.restarts > 0 || !one.running)
    .map(({ name, running, restarts }) =>
      warning(
        name,
        running ? `Was started again ${restarts} times.` : 'Does not run at the moment.',
        'The log of the server says how it ended; being killed for want of memory is the usual cause.',
      ),
    );
}

function judgeDisk({ disk }: SelfWatchWire): Finding[] {
  if (disk.daysLeft === null || disk.daysLeft >= FEW_DAYS) return [];
  return [
    failed(
      'disk of the server',
      `Full in ${disk.daysLeft.toFixed(1)} days, if it goes on like this.`,
      'Make room, move the data directory to a larger disk, or keep less.',
    ),
  ];
}

type Work = NonNullable<SelfWatchWire['work']>;
