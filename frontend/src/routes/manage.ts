import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import {
  type DataSearch,
  ENTRY_KINDS,
  type EntryKind,
  type EventSubject,
  ITEM_STATES,
  SUBJECTS,
  VERDICTS,
} from "~/features/projects/data/words";
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

// What the address says of a list: numbers as numbers, one of some words, a text; else nothing.
const number = (value: unknown): number | undefined =>
  Number.isSafeInteger(Number(value)) && Number(value) > 0 ? Number(value) : undefined;
const text = (value: unknown): string | undefined =>
  value === undefined || value === "" ? undefined : String(value);
const dayOf = (value: unknown): string | undefined =>
  /^\d{4}-\d\d-\d\d$/.test(String(value)) ? String(value) : undefined;
const one = <Word>(words: readonly Word[], value: unknown): Word | undefined =>
  words.find((word) => word === value);

const day = (value: unknown): string | undefined =>
  /^\d{4}-\d\d-\d\d$/.test(String(value)) ? String(value) : undefined;

const overview = createRoute({
  getParentRoute: () => project,
  path: "/",
  validateSearch: (search: Record<string, unknown>): { stage_id?: number } => ({
    stage_id: number(search.stage_id),
  }),
  component: lazyRouteComponent(() => import("~/features/projects/overview/overview"), "Overview"),
});
const data = createRoute({
  getParentRoute: () => project,
  path: "/data",
  validateSearch: (search: Record<string, unknown>): DataSearch => ({
    state: one(ITEM_STATES, search.state),
    batch_id: number(search.batch_id),
    stage_id: number(search.stage_id),
    q: text(search.q),
    view: one(["table"], search.view),
    item: number(search.item),
    label: text(search.label),
    person: text(search.person),
    verdict: one(VERDICTS, search.verdict),
    reason: text(search.reason),
    day: day(search.day),
    meta_key: text(search.meta_key),
    meta_value: text(search.meta_value),
    asked: search.asked === true || undefined,
    priority: Number.isSafeInteger(search.priority) ? Number(search.priority) : undefined,
  }),
  component: lazyRouteComponent(() => import("~/features/projects/data/browser"), "Browser"),
});
const acts = createRoute({
  getParentRoute: () => project,
  path: "/data/acts",
  component: lazyRouteComponent(() => import("~/features/projects/data/acting/list"), "Acts"),
});
const act = createRoute({
  getParentRoute: () => project,
  path: "/data/acts/$actId",
  component: lazyRouteComponent(() => import("~/features/projects/data/acting/act"), "ActPage"),
});
const WORK_STATES = ["reserved", "submitted", "rework", "appealed"] as const;
export type WorkSearch = {
  state?: (typeof WORK_STATES)[number];
  person?: string;
  stage_id?: number;
  overdue?: true;
};
const work = createRoute({
  getParentRoute: () => project,
  path: "/data/work",
  validateSearch: (search: Record<string, unknown>): WorkSearch => ({
    state: one(WORK_STATES, search.state),
    person: text(search.person),
    stage_id: number(search.stage_id),
    overdue: search.overdue === true || undefined,
  }),
  component: lazyRouteComponent(() => import("~/features/projects/data/work/list"), "WorkList"),
});
const ASKED = ["joined", "answered"] as const;
const questions = createRoute({
  getParentRoute: () => project,
  path: "/questions",
  validateSearch: (
    search: Record<string, unknown>,
  ): { state?: (typeof ASKED)[number]; stage_id?: number } => ({
    state: one(ASKED, search.state),
    stage_id: number(search.stage_id),
  }),
  component: lazyRouteComponent(
    () => import("~/features/projects/questions/questions"),
    "Questions",
  ),
});
const item = createRoute({
  getParentRoute: () => project,
  path: "/data/$itemId",
  component: lazyRouteComponent(() => import("~/features/projects/data/item/item"), "ItemPage"),
});
const upload = createRoute({
  getParentRoute: () => project,
  path: "/data/upload",
  validateSearch: (search: Record<string, unknown>): { stage_id?: number } => ({
    stage_id: number(search.stage_id),
  }),
  component: lazyRouteComponent(() => import("~/features/projects/data/upload-page"), "UploadPage"),
});
const alike = createRoute({
  getParentRoute: () => project,
  path: "/data/alike",
  validateSearch: (search: Record<string, unknown>): { stage_id?: number } => ({
    stage_id: number(search.stage_id),
  }),
  component: lazyRouteComponent(() => import("~/features/projects/data/alike/alike"), "AlikePage"),
});
const originals = createRoute({
  getParentRoute: () => project,
  path: "/data/originals",
  component: lazyRouteComponent(
    () => import("~/features/projects/data/originals/log"),
    "OriginalsPage",
  ),
});
const batches = createRoute({
  getParentRoute: () => project,
  path: "/data/batches",
  component: lazyRouteComponent(() => import("~/features/projects/data/batches/list"), "Batches"),
});
const batch = createRoute({
  getParentRoute: () => project,
  path: "/data/batches/$batchId",
  component: lazyRouteComponent(
    () => import("~/features/projects/data/batches/batch"),
    "BatchPage",
  ),
});
export type CostSearch = { kind?: EntryKind };
const cost = createRoute({
  getParentRoute: () => project,
  path: "/cost",
  validateSearch: (search: Record<string, unknown>): CostSearch => ({
    kind: one(ENTRY_KINDS, search.kind),
  }),
  component: lazyRouteComponent(() => import("~/features/projects/cost/cost"), "Cost"),
});
const releases = createRoute({
  getParentRoute: () => project,
  path: "/releases",
  component: lazyRouteComponent(() => import("~/features/projects/releases/releases"), "Releases"),
});
const release = createRoute({
  getParentRoute: () => project,
  path: "/releases/$releaseId",
  component: lazyRouteComponent(
    () => import("~/features/projects/releases/release"),
    "ReleasePage",
  ),
});
const templates = createRoute({
  getParentRoute: () => project,
  path: "/releases/templates",
  component: lazyRouteComponent(
    () => import("~/features/projects/releases/template/list"),
    "Templates",
  ),
});
const template = createRoute({
  getParentRoute: () => project,
  path: "/releases/templates/$templateId",
  component: lazyRouteComponent(
    () => import("~/features/projects/releases/template/editor"),
    "TemplatePage",
  ),
});
const publishing = createRoute({
  getParentRoute: () => project,
  path: "/releases/catalogue",
  component: lazyRouteComponent(
    () => import("~/features/projects/releases/publish/catalogue"),
    "CataloguePage",
  ),
});
const DEFECTS = ["open", "working", "ended", "all", "period"] as const;
export type DefectsSearch = { defect?: number; show?: (typeof DEFECTS)[number] };
const defects = createRoute({
  getParentRoute: () => project,
  path: "/releases/defects",
  validateSearch: (search: Record<string, unknown>): DefectsSearch => ({
    defect: number(search.defect),
    show: one(DEFECTS, search.show),
  }),
  component: lazyRouteComponent(
    () => import("~/features/projects/releases/defects/desk"),
    "DefectsDesk",
  ),
});
export type HistorySearch = { subject?: EventSubject; since?: string; until?: string; q?: string };
const history = createRoute({
  getParentRoute: () => project,
  path: "/history",
  validateSearch: (search: Record<string, unknown>): HistorySearch => ({
    subject: one(SUBJECTS, search.subject),
    since: dayOf(search.since),
    until: dayOf(search.until),
    q: text(search.q),
  }),
  component: lazyRouteComponent(() => import("~/features/projects/history/history"), "History"),
});
const TABS = [
  "labels",
  "guideline",
  "inspection",
  "quality",
  "prices",
  "courses",
  "requirements",
  "suggestions",
  "collect",
  "quotas",
  "reasons",
  "stages",
  "flow",
  "hooks",
] as const;
export type DesignSearch = { tab?: (typeof TABS)[number]; stage?: number };
const design = createRoute({
  getParentRoute: () => project,
  path: "/design",
  validateSearch: (search: Record<string, unknown>): DesignSearch => ({
    tab: one(TABS, search.tab),
    stage: number(search.stage),
  }),
  component: lazyRouteComponent(() => import("~/features/projects/design/design"), "Design"),
});
const hook = createRoute({
  getParentRoute: () => project,
  path: "/hooks/$hookId",
  component: lazyRouteComponent(() => import("~/features/projects/hooks/hook-page"), "HookPage"),
});
const course = createRoute({
  getParentRoute: () => project,
  path: "/courses/$courseId",
  validateSearch: (
    search: Record<string, unknown>,
  ): { part?: "lessons" | "questions" | "settings" | "people" } => ({
    part: one(["lessons", "questions", "settings", "people"], search.part),
  }),
  component: lazyRouteComponent(() => import("~/features/projects/courses/page"), "CoursePage"),
});
const question = createRoute({
  getParentRoute: () => project,
  path: "/courses/$courseId/write",
  validateSearch: (
    search: Record<string, unknown>,
  ): { use?: "practice" | "exam"; item?: number; question?: number } => ({
    use: one(["practice", "exam"], search.use),
    item: number(search.item),
    question: number(search.question),
  }),
  component: lazyRouteComponent(
    () => import("~/features/projects/courses/write-page"),
    "WritePage",
  ),
});
const PEOPLE_TABS = [
  "bulletins",
  "invitations",
  "agreement",
  "withdrawals",
  "suspensions",
  "consortium",
] as const;
const people = createRoute({
  getParentRoute: () => project,
  path: "/people",
  validateSearch: (
    search: Record<string, unknown>,
  ): {
    tab?: (typeof PEOPLE_TABS)[number];
    team?: string;
  } => ({
    tab: one(PEOPLE_TABS, search.tab),
    team: text(search.team),
  }),
  component: lazyRouteComponent(() => import("~/features/projects/people/people"), "People"),
});
const QUALITY_TABS = ["trust", "golds", "rules", "hits", "agreement", "lots"] as const;
const TRUST_SORTS = ["lowest", "newest", "paused"] as const;
const levelOf = (value: unknown) => one([1, 2] as const, Number(value));
export type QualitySearch = {
  tab?: (typeof QUALITY_TABS)[number];
  stage?: number;
  hits?: "settled";
  hit?: number;
  week?: string;
  level?: 0 | 1 | 2;
  sort?: (typeof TRUST_SORTS)[number];
  retired?: boolean;
};
const quality = createRoute({
  getParentRoute: () => project,
  path: "/quality",
  validateSearch: (search: Record<string, unknown>): QualitySearch => ({
    tab: one(QUALITY_TABS, search.tab),
    stage: number(search.stage),
    hits: one(["settled"], search.hits),
    hit: number(search.hit),
    level: levelOf(search.level),
    sort: one(TRUST_SORTS, search.sort),
    retired: search.retired === true || undefined,
    week: /^\d{4}-\d\d-\d\d$/.test(String(search.week)) ? String(search.week) : undefined,
  }),
  component: lazyRouteComponent(() => import("~/features/projects/quality/quality"), "Quality"),
});
const goldSearch = (
  search: Record<string, unknown>,
): { stage?: number; level: 0 | 1 | 2; item?: number } => ({
  stage: number(search.stage),
  level: levelOf(search.level) ?? (0 as const),
  item: number(search.item),
});
const writeGold = createRoute({
  getParentRoute: () => project,
  path: "/golds/write",
  validateSearch: goldSearch,
  component: lazyRouteComponent(
    () => import("~/features/projects/golds/write-page"),
    "WriteGoldPage",
  ),
});
const seedGold = createRoute({
  getParentRoute: () => project,
  path: "/golds/seed",
  validateSearch: goldSearch,
  component: lazyRouteComponent(() => import("~/features/projects/golds/seed-page"), "SeedPage"),
});
const lot = createRoute({
  getParentRoute: () => project,
  path: "/lots/$lotId",
  validateSearch: (search: Record<string, unknown>): { sampled?: "yes" | "no" } => ({
    sampled: one(["yes", "no"], search.sampled),
  }),
  component: lazyRouteComponent(() => import("~/features/projects/confidence/lot"), "LotPage"),
});
const REPORT_TABS = ["sheet", "samples", "models", "checks", "targets"] as const;
export type ReportsSearch = {
  tab?: (typeof REPORT_TABS)[number];
  release?: number;
  stage?: number;
};
const reports = createRoute({
  getParentRoute: () => project,
  path: "/reports",
  validateSearch: (search: Record<string, unknown>): ReportsSearch => ({
    tab: one(REPORT_TABS, search.tab),
    release: number(search.release),
    stage: number(search.stage),
  }),
  component: lazyRouteComponent(() => import("~/features/projects/reports/reports"), "Reports"),
});
const sample = createRoute({
  getParentRoute: () => project,
  path: "/samples/$sampleId",
  component: lazyRouteComponent(
    () => import("~/features/projects/reports/sample-page"),
    "SamplePage",
  ),
});
export type WizardSearch = { project?: number; step?: string };
const wizard = createRoute({
  getParentRoute: () => projectsFrame,
  path: "/projects/new",
  validateSearch: (search: Record<string, unknown>): WizardSearch => ({
    project: number(search.project),
    step: text(search.step),
  }),
  component: lazyRouteComponent(() => import("~/features/projects/wizard/wizard"), "Wizard"),
});

export const manageRoutes = [
  projectsFrame.addChildren([projects, wizard]),
  project.addChildren([
    overview,
    data,
    acts,
    act,
    work,
    questions,
    item,
    upload,
    alike,
    originals,
    batches,
    batch,
    release,
    design,
    hook,
    course,
    question,
    people,
    quality,
    writeGold,
    seedGold,
    lot,
    reports,
    sample,
    cost,
    releases,
    publishing,
    defects,
    templates,
    template,
    history,
  ]),
];
