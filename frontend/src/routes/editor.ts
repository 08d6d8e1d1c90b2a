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

const practice = createRoute({
  getParentRoute: () => insideRoute,
  path: "/learn/$projectId/$courseId/practice/$questionId",
  component: lazyRouteComponent(() => import("~/features/learn/practice"), "PracticePage"),
});

const attempt = createRoute({
  getParentRoute: () => insideRoute,
  path: "/learn/$projectId/$courseId/exam/$attemptId",
  component: lazyRouteComponent(() => import("~/features/learn/attempt"), "AttemptPage"),
});

export const editorRoutes = [does, one, practice, attempt];
