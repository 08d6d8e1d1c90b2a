import { type AnyRoute, createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { isDay } from "~/features/admin/parts/dates";
import {
  ACCOUNTS,
  type AccountKind,
  AGREEMENTS,
  type AgreementKind,
  CHORE_STATES,
  type ChoreState,
  ENTRIES,
  type EntryKind,
  SUBJECTS,
  type Subject,
} from "~/features/admin/words";
import { insideRoute } from "./root";

const number = (value: unknown): number | undefined =>
  Number.isSafeInteger(Number(value)) && Number(value) > 0 ? Number(value) : undefined;
const text = (value: unknown): string | undefined =>
  value === undefined || value === "" ? undefined : String(value);
const one = <Word extends string>(words: readonly Word[], value: unknown): Word | undefined =>
  words.find((word) => word === value);
const day = (value: unknown): string | undefined => (isDay(value) ? value : undefined);

type Search = Record<string, unknown>;

const frame = createRoute({
  getParentRoute: () => insideRoute,
  path: "/admin",
  component: lazyRouteComponent(() => import("~/features/admin/frame"), "AdminFrame"),
});

const home = createRoute({
  getParentRoute: () => frame,
  path: "/",
  component: lazyRouteComponent(() => import("~/features/admin/home/home"), "Home"),
});

export type PeopleSearch = { q?: string; operator?: true };
const people = createRoute({
  getParentRoute: () => frame,
  path: "/people",
  validateSearch: (search: Search): PeopleSearch => ({
    q: text(search.q),
    operator: search.operator === true ? true : undefined,
  }),
  component: lazyRouteComponent(() => import("~/features/admin/people/people"), "People"),
});
const person = createRoute({
  getParentRoute: () => frame,
  path: "/people/$personId",
  component: lazyRouteComponent(() => import("~/features/admin/people/person"), "PersonPage"),
});

const organisations = createRoute({
  getParentRoute: () => frame,
  path: "/organisations",
  validateSearch: (search: Search): { q?: string } => ({ q: text(search.q) }),
  component: lazyRouteComponent(
    () => import("~/features/admin/organisations/organisations"),
    "Organisations",
  ),
});
const organisation = createRoute({
  getParentRoute: () => frame,
  path: "/organisations/$organisationId",
  component: lazyRouteComponent(
    () => import("~/features/admin/organisations/organisation"),
    "OrganisationPage",
  ),
});

export type AgreementsSearch = { kind?: AgreementKind; id?: number };
const agreements = createRoute({
  getParentRoute: () => frame,
  path: "/agreements",
  validateSearch: (search: Search): AgreementsSearch => ({
    kind: one(AGREEMENTS, search.kind),
    id: number(search.id),
  }),
  component: lazyRouteComponent(
    () => import("~/features/admin/agreements/agreements"),
    "Agreements",
  ),
});

const appeals = createRoute({
  getParentRoute: () => frame,
  path: "/appeals",
  validateSearch: (search: Search): { all?: true } => ({
    all: search.all === true ? true : undefined,
  }),
  component: lazyRouteComponent(() => import("~/features/admin/appeals/appeals"), "Appeals"),
});
const hits = createRoute({
  getParentRoute: () => frame,
  path: "/hits",
  validateSearch: (search: Search): { settled?: true } => ({
    settled: search.settled === true ? true : undefined,
  }),
  component: lazyRouteComponent(() => import("~/features/admin/hits/hits"), "ArbiterHits"),
});
const appeal = createRoute({
  getParentRoute: () => frame,
  path: "/appeals/$projectId/$assignmentId",
  component: lazyRouteComponent(() => import("~/features/admin/appeals/appeal"), "AppealPage"),
});

export type LedgerSearch = {
  house?: number;
  view?: "accounts";
  of?: AccountKind;
  q?: string;
  kind?: EntryKind;
  account_id?: number;
  project_id?: number;
  person_id?: number;
  since?: string;
  until?: string;
};
const ledger = createRoute({
  getParentRoute: () => frame,
  path: "/ledger",
  validateSearch: (search: Search): LedgerSearch => ({
    house: number(search.house),
    view: search.view === "accounts" ? "accounts" : undefined,
    of: one(ACCOUNTS, search.of),
    q: text(search.q),
    account_id: number(search.account_id),
    kind: one(ENTRIES, search.kind),
    project_id: number(search.project_id),
    person_id: number(search.person_id),
    since: day(search.since),
    until: day(search.until),
  }),
  component: lazyRouteComponent(() => import("~/features/admin/ledger/ledger"), "Ledger"),
});
const entry = createRoute({
  getParentRoute: () => frame,
  path: "/ledger/$entryId",
  validateSearch: (search: Search): { house?: number } => ({ house: number(search.house) }),
  component: lazyRouteComponent(() => import("~/features/admin/ledger/entry"), "EntryPage"),
});

const budgets = createRoute({
  getParentRoute: () => frame,
  path: "/budgets",
  validateSearch: (search: Search): { q?: string } => ({ q: text(search.q) }),
  component: lazyRouteComponent(() => import("~/features/admin/budgets/budgets"), "Budgets"),
});

const chores = createRoute({
  getParentRoute: () => frame,
  path: "/chores",
  validateSearch: (search: Search): { state?: ChoreState } => ({
    state: one(CHORE_STATES, search.state),
  }),
  component: lazyRouteComponent(() => import("~/features/admin/chores/chores"), "Chores"),
});

export type AuditSearch = {
  subject?: Subject;
  project_id?: number;
  actor_id?: number;
  since?: string;
  until?: string;
};
const audit = createRoute({
  getParentRoute: () => frame,
  path: "/audit",
  validateSearch: (search: Search): AuditSearch => ({
    subject: one(SUBJECTS, search.subject),
    project_id: number(search.project_id),
    actor_id: number(search.actor_id),
    since: day(search.since),
    until: day(search.until),
  }),
  component: lazyRouteComponent(() => import("~/features/admin/audit/audit"), "Audit"),
});

export const operateRoutes = [
  frame.addChildren([
    home,
    people,
    person,
    organisations,
    organisation,
    agreements,
    appeals,
    hits,
    appeal,
    ledger,
    entry,
    budgets,
    chores,
    audit,
  ]),
] as const satisfies readonly AnyRoute[];
