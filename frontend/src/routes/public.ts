import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { rootRoute } from "./root";

type SignInSearch = { to?: string };

/** A way back into the app, never to another site. */
const inside = (to: unknown): string | undefined =>
  typeof to === "string" && to.startsWith("/") && !to.startsWith("//") ? to : undefined;

const signIn = createRoute({
  getParentRoute: () => rootRoute,
  path: "/sign-in",
  validateSearch: (search: Record<string, unknown>): SignInSearch => ({ to: inside(search.to) }),
  component: lazyRouteComponent(() => import("~/features/auth/sign-in"), "SignIn"),
});

export const publicRoutes = [signIn];
