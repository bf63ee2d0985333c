import { describe, expect, it } from 'vitest';
import { re2Patterns } from '../../adapters/silence/re2-patterns.ts';
import { type Labels, type Matcher, parseMatcher } from '../silence/matcher.ts';
import { chooseDestinations } from './choose-destinations.ts';
import type { Route, RoutingPlan } from './route.ts';

const alert = (change: Partial<Labels> = {}): Labels => ({
  model: 'churn',
  environment: 'production',
  monitor: 'daily',
  check: 'psi',
  metric: 'population_stability_index',
  column: 'income',
  segment: 'country=DE',
  severity: 'warning',
  ...change,
});

const matchersOf = (...texts: readonly string[]): Matcher[] =>
  texts.map((text) => {
    const matcher = parseMatcher(text, re2Patterns);
    if ('fault' in matcher) throw new Error(matcher.fault);
    return matcher;
  });

const route = (change: Partial<Route>): Route => ({
  routeId: 'rte_1',
  projectId: 'default',
  name: 'a route',
  matchers: [],
  minSeverity: 'warning',
  channelIds: ['pager'],
  delivery: { kind: 'immediately' },
  enabled: true,
  ...change,
});

const plan = (routes: readonly Route[], change: Partial<RoutingPlan> = {}): RoutingPlan => ({
  routes,
  defaultChannels: 'all',
  openChannels: ['mail', 'pager', 'team'],
  isAsked: true,
  ...change,
});

const goesTo = (routing: RoutingPlan, labels: Labels = alert()) =>
  chooseDestinations(routing, labels, re2Patterns);

const digest = (critical: 'immediately' | 'digest') =>
  ({
    kind: 'digest',
    cron: '0 9 * * *',
    timeZone: 'UTC',
    critical,
    whenQuiet: 'nothing',
  }) as const;

describe('where an alert goes', () => {
  it('without routes: to all channels', () => {
    expect(goesTo(plan([])).channelIds).toEqual(['mail', 'pager', 'team']);
  });

  it('by every route that takes it, each channel once, whatever their order', () => {
    const routes = [
      route({ channelIds: ['team', 'mail'], matchers: matchersOf('model=~"ch.*"') }),
      route({ channelIds: ['mail'], matchers: matchersOf('segment=country=DE') }),
      route({ channelIds: ['pager'], minSeverity: 'critical' }),
    ];
    expect(goesTo(plan(routes)).channelIds).toEqual(['mail', 'team']);
    expect(goesTo(plan(routes.toReversed())).channelIds).toEqual(['mail', 'team']);
    expect(goesTo(plan(routes), alert({ severity: 'critical' })).channelIds).toEqual([
      'mail',
      'pager',
      'team',
    ]);
  });

  it('by the default where no route takes it', () => {
    const routes = [route({ matchers: matchersOf('model=other') })];
    expect(goesTo(plan(routes)).channelIds).toEqual(['mail', 'pager', 'team']);
    expect(goesTo(plan(routes, { defaultChannels: ['team'] })).channelIds).toEqual(['team']);
    expect(goesTo(plan(routes, { defaultChannels: [] }))).toEqual({
      channelIds: [],
      digestRouteIds: [],
    });
  });

  it('nowhere by a route whose channels are switched off', () => {
    const routes = [route({ channelIds: ['gone'] })];
    expect(goesTo(plan(routes))).toEqual({ channelIds: [], digestRouteIds: [] });
  });

  it('into a digest, unless it is critical and the digest leaves that out', () => {
    const waiting = plan([route({ delivery: digest('digest') })]);
    expect(goesTo(waiting)).toEqual({ channelIds: [], digestRouteIds: ['rte_1'] });
    expect(goesTo(waiting, alert({ severity: 'critical' })).digestRouteIds).toEqual(['rte_1']);
    const urgent = plan([route({ delivery: digest('immediately') })]);
    expect(goesTo(urgent, alert({ severity: 'critical' }))).toEqual({
      channelIds: ['pager'],
      digestRouteIds: [],
    });
  });

  it('nowhere by a digest whose channel is switched off', () => {
    const routes = [route({ delivery: digest('digest'), channelIds: ['gone'] })];
    expect(goesTo(plan(routes)).digestRouteIds).toEqual([]);
  });
});
