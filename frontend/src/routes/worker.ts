import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { workerRoute } from "./root";

const home = createRoute({
  getParentRoute: () => workerRoute,
  path: "/",
  component: lazyRouteComponent(() => import("~/features/home/home"), "Home"),
});

export const workerRoutes = [home];
