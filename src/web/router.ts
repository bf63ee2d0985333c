import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
} from '@tanstack/react-router';
import {
  alertQuery,
  featureQuery,
  fleetHeadQuery,
  fleetQuery,
  overviewQuery,
  queryClient,
} from './api/queries.ts';
import { AlertPage } from './pages/AlertPage.tsx';
import { FeaturePage } from './pages/FeaturePage.tsx';
import { FleetPage } from './pages/FleetPage.tsx';
import { ModelPage } from './pages/ModelPage.tsx';
import { NotFoundPage } from './pages/NotFoundPage.tsx';
import { Shell } from './Shell.tsx';
import {
  readAlertsSearch,
  readBaselinesSearch,
  readFeatureSearch,
  readFleetSearch,
  readModelSearch,
  readNewSearch,
  readSegmentsSearch,
} from './search.ts';

const rootRoute = createRootRoute({ component: Shell, notFoundComponent: NotFoundPage });

/** The pages that alerts and bookmarks lead to come with the program, and the others when they are
 *  opened. */
const fleetRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/',
  component: FleetPage,
  validateSearch: readFleetSearch,
  // As `useFleet` asks: the worst first, unless all are known.
  loader: () =>
    queryClient.getQueryData(fleetQuery.queryKey) === undefined
      ? void queryClient.prefetchQuery(fleetHeadQuery)
      : void queryClient.prefetchQuery(fleetQuery),
});

const modelRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/models/$model',
  component: ModelPage,
  validateSearch: readModelSearch,
  loaderDeps: ({ search }) => search,
  loader: ({ params, deps }) => void queryClient.prefetchQuery(overviewQuery(params.model, deps)),
});

const monitorsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/models/$model/monitors',
  component: lazyRouteComponent(() => import('./pages/MonitorsPage.tsx'), 'MonitorsPage'),
  staticData: { crumb: 'monitors' },
});

const featureRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/models/$model/features/$feature',
  component: FeaturePage,
  validateSearch: readFeatureSearch,
  loaderDeps: ({ search }) => search,
  loader: ({ params, deps }) =>
    void queryClient.prefetchQuery(featureQuery(params.model, params.feature, deps)),
});

const segmentsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/models/$model/segments',
  component: lazyRouteComponent(() => import('./pages/SegmentsPage.tsx'), 'SegmentsPage'),
  validateSearch: readSegmentsSearch,
  staticData: { crumb: 'segments' },
});

const alertsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/alerts',
  component: lazyRouteComponent(() => import('./pages/AlertsPage.tsx'), 'AlertsPage'),
  validateSearch: readAlertsSearch,
  staticData: { crumb: 'alerts' },
});

const alertRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/alerts/$alertId',
  component: AlertPage,
  loader: ({ params }) => void queryClient.prefetchQuery(alertQuery(params.alertId)),
  staticData: { crumb: 'alert' },
});

const healthRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/health',
  component: lazyRouteComponent(() => import('./pages/HealthPage.tsx'), 'HealthPage'),
  staticData: { crumb: 'health' },
});

const silencesRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/silences',
  component: lazyRouteComponent(() => import('./pages/SilencesPage.tsx'), 'SilencesPage'),
  staticData: { crumb: 'silences' },
});

const newRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/new',
  component: lazyRouteComponent(() => import('./pages/NewPage.tsx'), 'NewPage'),
  validateSearch: readNewSearch,
  staticData: { crumb: 'new model' },
});

const settingsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/settings',
  component: lazyRouteComponent(() => import('./pages/SettingsPage.tsx'), 'SettingsPage'),
  staticData: { crumb: 'settings' },
});

const quarantineRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/models/$model/quarantine',
  component: lazyRouteComponent(() => import('./pages/QuarantinePage.tsx'), 'QuarantinePage'),
  staticData: { crumb: 'refused rows' },
});

const baselinesRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/models/$model/baselines',
  component: lazyRouteComponent(() => import('./pages/BaselinesPage.tsx'), 'BaselinesPage'),
  validateSearch: readBaselinesSearch,
  staticData: { crumb: 'baselines' },
});

export const router = createRouter({
  routeTree: rootRoute.addChildren([
    fleetRoute,
    modelRoute,
    featureRoute,
    segmentsRoute,
    monitorsRoute,
    alertsRoute,
    alertRoute,
    healthRoute,
    silencesRoute,
    newRoute,
    settingsRoute,
    quarantineRoute,
    baselinesRoute,
  ]),
  defaultPreload: false,
  scrollRestoration: true,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
  interface StaticDataRouteOption {
    /** Where one is, below the model. */
    crumb?: string;
  }
}
