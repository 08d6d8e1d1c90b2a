import type { QueryClient } from "@tanstack/react-query";
import {
  createRootRouteWithContext,
  createRoute,
  lazyRouteComponent,
  Outlet,
  redirect,
} from "@tanstack/react-router";
import { meQuery, useMe } from "~/api/session";
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

// Who has to set up a second factor sees nothing else before.
const Secure = lazyRouteComponent(() => import("~/features/account/secure"), "Secure");

/** Pages of somebody who is signed in; others sign in first and come back. */
export const insideRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: "inside",
  beforeLoad: async ({ context, location }) => {
    const me = await context.client.ensureQueryData(meQuery);
    if (me === null) throw redirect({ to: "/sign-in", search: { to: location.href } });
    return { me };
  },
  component: () =>
    useMe().factor_needed ? (
      <Secure />
    ) : (
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
