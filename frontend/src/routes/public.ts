import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { rootRoute } from "./root";

type Wanted = { to?: string };

/** A way back into the app, never to another site. */
const inside = (to: unknown): string | undefined =>
  typeof to === "string" && /^\/(?![/\\])/.test(to) ? to : undefined;

const wanted = (search: Record<string, unknown>): Wanted => ({ to: inside(search.to) });

const signIn = createRoute({
  getParentRoute: () => rootRoute,
  path: "/sign-in",
  validateSearch: wanted,
  component: lazyRouteComponent(() => import("~/features/auth/sign-in"), "SignIn"),
});

const signUp = createRoute({
  getParentRoute: () => rootRoute,
  path: "/sign-up",
  validateSearch: wanted,
  component: lazyRouteComponent(() => import("~/features/auth/sign-up"), "SignUp"),
});

// The links of mails: /verify#token, /reset#token, /invitation#token.
const verify = createRoute({
  getParentRoute: () => rootRoute,
  path: "/verify",
  component: lazyRouteComponent(() => import("~/features/auth/verify"), "Verify"),
});

const reset = createRoute({
  getParentRoute: () => rootRoute,
  path: "/reset",
  component: lazyRouteComponent(() => import("~/features/auth/reset"), "Reset"),
});

const invitation = createRoute({
  getParentRoute: () => rootRoute,
  path: "/invitation",
  component: lazyRouteComponent(() => import("~/features/auth/invitation"), "Invitation"),
});

// Who opens it has no account: /guardian#token.
const guardian = createRoute({
  getParentRoute: () => rootRoute,
  path: "/guardian",
  component: lazyRouteComponent(() => import("~/features/auth/guardian"), "Guardian"),
});

// Who checks a certificate has only its link.
const certificate = createRoute({
  getParentRoute: () => rootRoute,
  path: "/certificates/$code",
  component: lazyRouteComponent(() => import("~/features/learn/check"), "CheckPage"),
});

// How a project treats people is for everybody to read.
const fair = createRoute({
  getParentRoute: () => rootRoute,
  path: "/fair/$projectId",
  component: lazyRouteComponent(() => import("~/features/fair/project"), "FairPage"),
});

export const publicRoutes = [
  signIn,
  signUp,
  verify,
  reset,
  invitation,
  guardian,
  certificate,
  fair,
];
