import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { insideRoute } from "./root";

const frame = () => import("~/features/projects/frame/frame");

// The pages above single projects.
const projectsFrame = createRoute({
  getParentRoute: () => insideRoute,
  id: "projects-frame",
  component: lazyRouteComponent(frame, "ProjectsFrame"),
});

export type ProjectsSearch = { state?: "draft" | "open" | "paused" | "closed"; q?: string };
const STATES: readonly unknown[] = ["draft", "open", "paused", "closed"];

const projects = createRoute({
  getParentRoute: () => projectsFrame,
  path: "/projects",
  validateSearch: (search: Record<string, unknown>): ProjectsSearch => ({
    state: STATES.includes(search.state) ? (search.state as ProjectsSearch["state"]) : undefined,
    q: search.q === undefined || search.q === "" ? undefined : String(search.q),
  }),
  component: lazyRouteComponent(() => import("~/features/projects/list/list"), "Projects"),
});

// The pages of one project.
const project = createRoute({
  getParentRoute: () => insideRoute,
  path: "/projects/$projectId",
  component: lazyRouteComponent(frame, "ProjectFrame"),
});

const overview = createRoute({ getParentRoute: () => project, path: "/" });
const data = createRoute({ getParentRoute: () => project, path: "/data" });
const item = createRoute({ getParentRoute: () => project, path: "/data/$itemId" });
const cost = createRoute({ getParentRoute: () => project, path: "/cost" });
const releases = createRoute({ getParentRoute: () => project, path: "/releases" });
const history = createRoute({ getParentRoute: () => project, path: "/history" });
const design = createRoute({ getParentRoute: () => project, path: "/design" });
const people = createRoute({ getParentRoute: () => project, path: "/people" });
const quality = createRoute({ getParentRoute: () => project, path: "/quality" });
const wizard = createRoute({ getParentRoute: () => projectsFrame, path: "/projects/new" });

export const manageRoutes = [
  projectsFrame.addChildren([projects, wizard]),
  project.addChildren([overview, data, item, design, people, quality, cost, releases, history]),
];
