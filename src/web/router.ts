import { createRootRoute, createRoute, createRouter } from '@tanstack/react-router';
import { FleetPage } from './pages/FleetPage.tsx';
import { ModelPage } from './pages/ModelPage.tsx';
import { NotFoundPage } from './pages/NotFoundPage.tsx';
import { Shell } from './Shell.tsx';
import { readFleetSearch, readModelSearch } from './search.ts';

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

export const router = createRouter({
  routeTree: rootRoute.addChildren([fleetRoute, modelRoute]),
  defaultPreload: false,
  scrollRestoration: true,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
