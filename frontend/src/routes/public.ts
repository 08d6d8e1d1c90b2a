import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { DOMAINS } from "~/api/domains";
import { type CatalogueSearch, SHOWN } from "~/features/catalogue/search";
import { insideRoute, rootRoute } from "./root";

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

const catalogueSearch = (search: Record<string, unknown>): CatalogueSearch => ({
  q: search.q === undefined || search.q === "" ? undefined : String(search.q),
  domain: DOMAINS.find((id) => id === search.domain),
  modality: SHOWN.find((id) => id === search.modality),
});

// What is open to everybody, and one's own reports about it.
const catalogue = createRoute({
  getParentRoute: () => rootRoute,
  path: "/catalogue",
  validateSearch: catalogueSearch,
  component: lazyRouteComponent(() => import("~/features/catalogue/list"), "Catalogue"),
});
const dataset = createRoute({
  getParentRoute: () => rootRoute,
  path: "/catalogue/$datasetId",
  component: lazyRouteComponent(() => import("~/features/catalogue/dataset"), "DatasetPage"),
});
const reports = createRoute({
  getParentRoute: () => insideRoute,
  path: "/catalogue/reports",
  component: lazyRouteComponent(() => import("~/features/catalogue/reports"), "Reports"),
});
const report = createRoute({
  getParentRoute: () => insideRoute,
  path: "/catalogue/reports/$defectId",
  component: lazyRouteComponent(() => import("~/features/catalogue/reports"), "ReportPage"),
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
  catalogue,
  dataset,
];

/** One's own reports about what is open. */
export const reportRoutes = [reports, report];
