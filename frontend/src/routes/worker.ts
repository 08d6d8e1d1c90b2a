import { createRoute, lazyRouteComponent, redirect } from "@tanstack/react-router";
import { homes } from "~/api/session";
import { readSearch as readEarnings } from "~/features/earnings/search";
import { readSearch as readMarket } from "~/features/market/search";
import { readSearch as readMyWork } from "~/features/mywork/search";
import { readSearch as readNotifications } from "~/features/notifications/search";
import { workerRoute } from "./root";

const home = createRoute({
  getParentRoute: () => workerRoute,
  path: "/",
  // Who does no work of his own has his home elsewhere.
  beforeLoad: ({ context: { me } }) => {
    const has = homes(me);
    if (has.work) return;
    throw redirect({ to: has.review ? "/review" : has.manage ? "/projects" : "/admin" });
  },
  component: lazyRouteComponent(() => import("~/features/home/home"), "Home"),
});

const market = createRoute({
  getParentRoute: () => workerRoute,
  path: "/work",
  validateSearch: readMarket,
  component: lazyRouteComponent(() => import("~/features/market/market"), "Market"),
});

const stage = createRoute({
  getParentRoute: () => workerRoute,
  path: "/work/stages/$projectId/$stageId",
  component: lazyRouteComponent(() => import("~/features/market/stage"), "Stage"),
});

const myWork = createRoute({
  getParentRoute: () => workerRoute,
  path: "/my-work",
  validateSearch: readMyWork,
  component: lazyRouteComponent(() => import("~/features/mywork/my-work"), "MyWork"),
});

const piece = createRoute({
  getParentRoute: () => workerRoute,
  path: "/my-work/$projectId/$assignmentId",
  component: lazyRouteComponent(() => import("~/features/mywork/piece"), "Piece"),
});

const guideline = createRoute({
  getParentRoute: () => workerRoute,
  path: "/guideline/$projectId/$stageId",
  component: lazyRouteComponent(() => import("~/features/work/reading/guideline"), "GuidelinePage"),
});

const myQuestions = createRoute({
  getParentRoute: () => workerRoute,
  path: "/my-questions",
  component: lazyRouteComponent(() => import("~/features/mywork/questions"), "MyQuestions"),
});
const bulletins = createRoute({
  getParentRoute: () => workerRoute,
  path: "/bulletins",
  component: lazyRouteComponent(() => import("~/features/bulletins/bulletins"), "Bulletins"),
});

const earnings = createRoute({
  getParentRoute: () => workerRoute,
  path: "/earnings",
  validateSearch: readEarnings,
  component: lazyRouteComponent(() => import("~/features/earnings/earnings"), "Earnings"),
});

const paySetup = createRoute({
  getParentRoute: () => workerRoute,
  path: "/earnings/setup",
  component: lazyRouteComponent(() => import("~/features/earnings/setup/setup"), "Setup"),
});

const statement = createRoute({
  getParentRoute: () => workerRoute,
  path: "/earnings/statements/$month",
  component: lazyRouteComponent(
    () => import("~/features/earnings/statement/statement"),
    "StatementPage",
  ),
});

const notifications = createRoute({
  getParentRoute: () => workerRoute,
  path: "/notifications",
  validateSearch: readNotifications,
  component: lazyRouteComponent(
    () => import("~/features/notifications/notifications"),
    "Notifications",
  ),
});

const telling = createRoute({
  getParentRoute: () => workerRoute,
  path: "/notifications/settings",
  component: lazyRouteComponent(() => import("~/features/notifications/settings"), "Settings"),
});

const agreements = createRoute({
  getParentRoute: () => workerRoute,
  path: "/agreements",
  component: lazyRouteComponent(() => import("~/features/agreements/agreements"), "Agreements"),
});

const agreement = createRoute({
  getParentRoute: () => workerRoute,
  path: "/agreements/$id",
  component: lazyRouteComponent(() => import("~/features/agreements/agreement"), "Agreement"),
});

const signing = createRoute({
  getParentRoute: () => workerRoute,
  path: "/signings/$id",
  component: lazyRouteComponent(() => import("~/features/agreements/signing"), "SigningPage"),
});

const account = createRoute({
  getParentRoute: () => workerRoute,
  path: "/account",
  component: lazyRouteComponent(() => import("~/features/account/account"), "Account"),
});

const learn = createRoute({
  getParentRoute: () => workerRoute,
  path: "/learn",
  component: lazyRouteComponent(() => import("~/features/learn/learn"), "Learn"),
});

const course = createRoute({
  getParentRoute: () => workerRoute,
  path: "/learn/$projectId/$courseId",
  component: lazyRouteComponent(() => import("~/features/learn/course"), "CoursePage"),
});

const lesson = createRoute({
  getParentRoute: () => workerRoute,
  path: "/learn/$projectId/$courseId/lessons/$lessonId",
  component: lazyRouteComponent(() => import("~/features/learn/lesson"), "LessonPage"),
});

const exam = createRoute({
  getParentRoute: () => workerRoute,
  path: "/learn/$projectId/$courseId/exam",
  component: lazyRouteComponent(() => import("~/features/learn/exam"), "ExamPage"),
});

const result = createRoute({
  getParentRoute: () => workerRoute,
  path: "/learn/$projectId/$courseId/exam/$attemptId/result",
  component: lazyRouteComponent(() => import("~/features/learn/result"), "ResultPage"),
});

const trusts = createRoute({
  getParentRoute: () => workerRoute,
  path: "/trust",
  component: lazyRouteComponent(() => import("~/features/trust/trusts"), "Trusts"),
});

const trust = createRoute({
  getParentRoute: () => workerRoute,
  path: "/trust/$projectId/$stageId/$level",
  component: lazyRouteComponent(() => import("~/features/trust/trust"), "TrustPage"),
});

const hits = createRoute({
  getParentRoute: () => workerRoute,
  path: "/noticed",
  component: lazyRouteComponent(() => import("~/features/trust/hits"), "Hits"),
});

const hit = createRoute({
  getParentRoute: () => workerRoute,
  path: "/noticed/$hitId",
  component: lazyRouteComponent(() => import("~/features/trust/hit"), "HitPage"),
});

const suspensions = createRoute({
  getParentRoute: () => workerRoute,
  path: "/suspensions",
  component: lazyRouteComponent(() => import("~/features/fair/suspensions"), "MySuspensions"),
});

const suspension = createRoute({
  getParentRoute: () => workerRoute,
  path: "/suspensions/$suspensionId",
  component: lazyRouteComponent(() => import("~/features/fair/suspension"), "MySuspension"),
});

const examine = createRoute({
  getParentRoute: () => workerRoute,
  path: "/examine",
  component: lazyRouteComponent(() => import("~/features/examine/mine"), "MySamples"),
});

const examined = createRoute({
  getParentRoute: () => workerRoute,
  path: "/examine/$projectId/$sampleId",
  component: lazyRouteComponent(() => import("~/features/examine/page"), "ExaminePage"),
});

export const workerRoutes = [
  home,
  learn,
  course,
  lesson,
  exam,
  result,
  market,
  stage,
  myWork,
  piece,
  trusts,
  trust,
  hits,
  hit,
  suspensions,
  suspension,
  examine,
  examined,
  guideline,
  myQuestions,
  bulletins,
  earnings,
  statement,
  paySetup,
  notifications,
  telling,
  agreements,
  agreement,
  signing,
  account,
];
