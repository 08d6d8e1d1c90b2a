import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { insideRoute } from "./root";

const queues = createRoute({
  getParentRoute: () => insideRoute,
  path: "/review",
  component: lazyRouteComponent(() => import("~/features/review/desk/queues"), "Queues"),
});

type MineSearch = { days: 7 | 30; level: 1 | 2 };

const mine = createRoute({
  getParentRoute: () => insideRoute,
  path: "/review/mine",
  validateSearch: (search: Record<string, unknown>): Partial<MineSearch> => ({
    ...(Number(search.days) === 30 ? { days: 30 } : {}),
    ...(Number(search.level) === 2 ? { level: 2 } : {}),
  }),
  component: lazyRouteComponent(() => import("~/features/review/mine/mine"), "Mine"),
});

const viewer = createRoute({
  getParentRoute: () => insideRoute,
  path: "/review/$projectId/$stageId/$level",
  component: lazyRouteComponent(() => import("~/features/review/viewer/viewer"), "Viewer"),
});

export const reviewRoutes = [queues, mine, viewer];
