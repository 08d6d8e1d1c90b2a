import type { QueryClient } from "@tanstack/react-query";
import {
  createRootRouteWithContext,
  createRoute,
  lazyRouteComponent,
  Outlet,
  redirect,
} from "@tanstack/react-router";
import { meQuery } from "~/api/session";
import { NotFound } from "~/shell/frames";
import { Courier } from "~/shell/offline";
import { Toasts } from "~/ui/toast";

export type Context = { client: QueryClient };

export const rootRoute = createRootRouteWithContext<Context>()({
  component: () => (
    <>
      <Outlet />
      <Toasts />
    </>
  ),
  notFoundComponent: NotFound,
});

/** Pages of somebody who is signed in; others sign in first and come back. */
export const insideRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: "inside",
  beforeLoad: async ({ context, location }) => {
    const me = await context.client.ensureQueryData(meQuery);
    if (me === null) throw redirect({ to: "/sign-in", search: { to: location.href } });
    if (me.factor_needed) throw redirect({ to: "/secure" });
    return { me };
  },
  component: () => (
    <>
      <Courier />
      <Outlet />
    </>
  ),
});

/** The worker's frame around a page. */
export const workerRoute = createRoute({
  getParentRoute: () => insideRoute,
  id: "worker",
  component: lazyRouteComponent(() => import("~/shell/worker-shell"), "WorkerShell"),
});
