import { createRootRoute, createRoute, createRouter } from '@tanstack/react-router';
import { AlertPage } from './pages/AlertPage.tsx';
import { AlertsPage } from './pages/AlertsPage.tsx';
import { BaselinesPage } from './pages/BaselinesPage.tsx';
import { FeaturePage } from './pages/FeaturePage.tsx';
import { FleetPage } from './pages/FleetPage.tsx';
import { HealthPage } from './pages/HealthPage.tsx';
import { ModelPage } from './pages/ModelPage.tsx';
import { MonitorsPage } from './pages/MonitorsPage.tsx';
import { NewPage } from './pages/NewPage.tsx';
import { NotFoundPage } from './pages/NotFoundPage.tsx';
import { QuarantinePage } from './pages/QuarantinePage.tsx';
import { SegmentsPage } from './pages/SegmentsPage.tsx';
import { SettingsPage } from './pages/SettingsPage.tsx';
import { SilencesPage } from './pages/SilencesPage.tsx';
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

const fleetRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/',
  component: FleetPage,
  validateSearch: readFleetSearch,
});

const modelRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/models/$model',
  component: ModelPage,
  validateSearch: readModelSearch,
});

const monitorsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/models/$model/monitors',
  component: MonitorsPage,
  staticData: { crumb: 'monitors' },
});

const featureRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/models/$model/features/$feature',
  component: FeaturePage,
  validateSearch: readFeatureSearch,
});

const segmentsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/models/$model/segments',
  component: SegmentsPage,
  validateSearch: readSegmentsSearch,
  staticData: { crumb: 'segments' },
});

const alertsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/alerts',
  component: AlertsPage,
  validateSearch: readAlertsSearch,
  staticData: { crumb: 'alerts' },
});

const alertRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/alerts/$alertId',
  component: AlertPage,
  staticData: { crumb: 'alert' },
});

const healthRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/health',
  component: HealthPage,
  staticData: { crumb: 'health' },
});

const silencesRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/silences',
  component: SilencesPage,
  staticData: { crumb: 'silences' },
});

const newRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/new',
  component: NewPage,
  validateSearch: readNewSearch,
  staticData: { crumb: 'new model' },
});

const settingsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/settings',
  component: SettingsPage,
  staticData: { crumb: 'settings' },
});

const quarantineRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/models/$model/quarantine',
  component: QuarantinePage,
  staticData: { crumb: 'refused rows' },
});

const baselinesRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/models/$model/baselines',
  component: BaselinesPage,
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
