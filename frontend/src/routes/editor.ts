import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { insideRoute } from "./root";

// Pages that fill the screen: the editor. Nothing is claimed before the page is there: a route
// that is only being preloaded takes no work.
const does = createRoute({
  getParentRoute: () => insideRoute,
  path: "/do/$projectId/$stageId",
  component: lazyRouteComponent(() => import("~/features/work/page"), "DoPage"),
});

const one = createRoute({
  getParentRoute: () => insideRoute,
  path: "/work/$projectId/$assignmentId",
  component: lazyRouteComponent(() => import("~/features/work/one-page"), "OnePage"),
});

export const editorRoutes = [does, one];
