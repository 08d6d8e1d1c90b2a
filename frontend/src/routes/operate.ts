import { type AnyRoute, createRoute, lazyRouteComponent } from "@tanstack/react-router";
import type { Subject } from "~/features/admin/audit/subjects";
import { isDay, isMonth, isYear } from "~/features/admin/parts/dates";
import {
  ACCOUNTS,
  type AccountKind,
  AGREEMENTS,
  type AgreementKind,
  CHORE_STATES,
  type ChoreState,
  ENTRIES,
  type EntryKind,
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
export type AuditSearch = {
  subject?: Subject;
  project_id?: number;
  actor_id?: number;
  since?: string;
  until?: string;
  q?: string;
};
const auditSearch = (search: Search): AuditSearch => ({
  // What it is about is asked of the server as it stands: the list of all comes with the page.
  subject: text(search.subject) as Subject | undefined,
  project_id: number(search.project_id),
  actor_id: number(search.actor_id),
  since: day(search.since),
  until: day(search.until),
  q: text(search.q),
});

const part = createRoute({
  getParentRoute: () => frame,
  path: "/organisations/$organisationId/consortia/$memberId",
  component: lazyRouteComponent(
    () => import("~/features/admin/organisations/consortia/part"),
    "PartPage",
  ),
});
const houseAudit = createRoute({
  getParentRoute: () => frame,
  path: "/organisations/$organisationId/audit",
  validateSearch: auditSearch,
  component: lazyRouteComponent(() => import("~/features/admin/audit/house"), "HouseAudit"),
});
const houseHook = createRoute({
  getParentRoute: () => frame,
  path: "/organisations/$organisationId/hooks/$hookId",
  component: lazyRouteComponent(
    () => import("~/features/admin/organisations/hooks"),
    "HouseHookPage",
  ),
});

const signing = createRoute({
  getParentRoute: () => frame,
  path: "/organisations/$organisationId/signings/$signingId",
  component: lazyRouteComponent(() => import("~/features/admin/signings/signing"), "SigningDesk"),
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

const isDone = (search: Search): { done?: true } => ({
  done: search.done === true ? true : undefined,
});
const rejections = createRoute({
  getParentRoute: () => frame,
  path: "/rejections",
  validateSearch: isDone,
  component: lazyRouteComponent(
    () => import("~/features/admin/rejections/rejections"),
    "Rejections",
  ),
});
const rejection = createRoute({
  getParentRoute: () => frame,
  path: "/rejections/$projectId/$heldId",
  component: lazyRouteComponent(
    () => import("~/features/admin/rejections/rejection"),
    "RejectionPage",
  ),
});
const suspensions = createRoute({
  getParentRoute: () => frame,
  path: "/suspensions",
  validateSearch: isDone,
  component: lazyRouteComponent(
    () => import("~/features/admin/suspensions/suspensions"),
    "Suspensions",
  ),
});
const suspension = createRoute({
  getParentRoute: () => frame,
  path: "/suspensions/$projectId/$suspensionId",
  component: lazyRouteComponent(
    () => import("~/features/admin/suspensions/suspension"),
    "SuspensionPage",
  ),
});

const SHOWN = ["held", "first", "failed", "other", "daily"] as const;
type OfHouse = { house?: number };
const ofHouse = (search: Search): OfHouse => ({ house: number(search.house) });
const payouts = createRoute({
  getParentRoute: () => frame,
  path: "/payouts",
  validateSearch: ofHouse,
  component: lazyRouteComponent(() => import("~/features/admin/payouts/payouts"), "Payouts"),
});
export type PayoutSearch = OfHouse & { show?: (typeof SHOWN)[number]; q?: string };
const payout = createRoute({
  getParentRoute: () => frame,
  path: "/payouts/$payoutId",
  validateSearch: (search: Search): PayoutSearch => ({
    ...ofHouse(search),
    show: one(SHOWN, search.show),
    q: text(search.q),
  }),
  component: lazyRouteComponent(() => import("~/features/admin/payouts/payout"), "PayoutPage"),
});
const bankTemplate = createRoute({
  getParentRoute: () => frame,
  path: "/payouts/template",
  validateSearch: ofHouse,
  component: lazyRouteComponent(() => import("~/features/admin/payouts/template"), "TemplatePage"),
});
const openings = createRoute({
  getParentRoute: () => frame,
  path: "/payouts/openings",
  validateSearch: ofHouse,
  component: lazyRouteComponent(() => import("~/features/admin/payouts/openings"), "Openings"),
});
export type PayeesSearch = OfHouse & { q?: string; asked?: true };
const payees = createRoute({
  getParentRoute: () => frame,
  path: "/payees",
  validateSearch: (search: Search): PayeesSearch => ({
    ...ofHouse(search),
    q: text(search.q),
    asked: search.asked === true ? true : undefined,
  }),
  component: lazyRouteComponent(() => import("~/features/admin/payouts/payees"), "Payees"),
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
  validateSearch: (search: Search): { house?: number; q?: string } => ({
    house: number(search.house),
    q: text(search.q),
  }),
  component: lazyRouteComponent(() => import("~/features/admin/budgets/budgets"), "Budgets"),
});
const rates = createRoute({
  getParentRoute: () => frame,
  path: "/rates",
  component: lazyRouteComponent(() => import("~/features/admin/rates/rates"), "Rates"),
});

export type PapersSearch = {
  house?: number;
  month?: string;
  year?: number;
  view?: "year";
  q?: string;
};
const papers = createRoute({
  getParentRoute: () => frame,
  path: "/papers",
  validateSearch: (search: Search): PapersSearch => ({
    house: number(search.house),
    month: isMonth(search.month) ? search.month : undefined,
    year: isYear(search.year) ? search.year : undefined,
    view: search.view === "year" ? "year" : undefined,
    q: text(search.q),
  }),
  component: lazyRouteComponent(() => import("~/features/admin/papers/papers"), "Papers"),
});

const machine = createRoute({
  getParentRoute: () => frame,
  path: "/machine",
  component: lazyRouteComponent(() => import("~/features/admin/machine/machine"), "Machine"),
});

const chores = createRoute({
  getParentRoute: () => frame,
  path: "/chores",
  validateSearch: (search: Search): { state?: ChoreState } => ({
    state: one(CHORE_STATES, search.state),
  }),
  component: lazyRouteComponent(() => import("~/features/admin/chores/chores"), "Chores"),
});

const audit = createRoute({
  getParentRoute: () => frame,
  path: "/audit",
  validateSearch: auditSearch,
  component: lazyRouteComponent(() => import("~/features/admin/audit/audit"), "Audit"),
});

export type PrivacySearch = { view?: "keeping"; person_id?: number; by?: number };
const privacy = createRoute({
  getParentRoute: () => frame,
  path: "/privacy",
  validateSearch: (search: Search): PrivacySearch => ({
    view: search.view === "keeping" ? "keeping" : undefined,
    person_id: number(search.person_id),
    by: number(search.by),
  }),
  component: lazyRouteComponent(() => import("~/features/admin/privacy/privacy"), "Privacy"),
});

export const operateRoutes = [
  frame.addChildren([
    home,
    people,
    person,
    organisations,
    organisation,
    houseHook,
    part,
    houseAudit,
    signing,
    agreements,
    appeals,
    hits,
    appeal,
    rejections,
    rejection,
    suspensions,
    suspension,
    payouts,
    payout,
    bankTemplate,
    openings,
    payees,
    ledger,
    entry,
    budgets,
    rates,
    papers,
    machine,
    chores,
    privacy,
    audit,
  ]),
] as const satisfies readonly AnyRoute[];
