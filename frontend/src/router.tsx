import { QueryClient } from "@tanstack/react-query";
import { createRouter } from "@tanstack/react-router";
import { isProblem } from "./api/problem";
import { editorRoutes } from "./routes/editor";
import { manageRoutes } from "./routes/manage";
import { operateRoutes } from "./routes/operate";
import { publicRoutes, reportRoutes } from "./routes/public";
import { reviewRoutes } from "./routes/review";
import { insideRoute, rootRoute, workerRoute } from "./routes/root";
import { workerRoutes } from "./routes/worker";
import { PageFault, Pending } from "./shell/frames";

/** What was read of the server. A refusal is final; no answer is tried again. */
export const client = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      retry: (failures, error) =>
        failures < 2 && (!isProblem(error) || error.status === 0 || error.status === 503),
    },
  },
});

const tree = rootRoute.addChildren([
  ...publicRoutes,
  insideRoute.addChildren([
    workerRoute.addChildren([...workerRoutes]),
    ...editorRoutes,
    ...reviewRoutes,
    ...manageRoutes,
    ...operateRoutes,
    ...reportRoutes,
  ]),
]);

export const router = createRouter({
  routeTree: tree,
  context: { client },
  defaultPreload: "intent",
  defaultPreloadStaleTime: 0,
  scrollRestoration: true,
  defaultErrorComponent: PageFault,
  defaultPendingComponent: Pending,
  defaultPendingMs: 300,
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
