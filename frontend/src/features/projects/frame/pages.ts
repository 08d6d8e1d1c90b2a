import {
  ClipboardCheck,
  Coins,
  History,
  Images,
  LayoutDashboard,
  type LucideIcon,
  MessageCircleQuestion,
  Package,
  Shapes,
  Target,
  Users,
} from "lucide-react";

type PageOf = {
  to: `/projects/$projectId${"" | "/data" | "/design" | "/people" | "/quality" | "/cost" | "/releases" | "/reports" | "/questions" | "/history"}`;
  word:
    | "overview"
    | "data"
    | "design"
    | "people"
    | "quality"
    | "cost"
    | "releases"
    | "reports"
    | "questions"
    | "history";
  icon: LucideIcon;
};

/** The pages of one project, in the order of the side bar. */
export const PAGES: readonly PageOf[] = [
  { to: "/projects/$projectId", word: "overview", icon: LayoutDashboard },
  { to: "/projects/$projectId/data", word: "data", icon: Images },
  { to: "/projects/$projectId/questions", word: "questions", icon: MessageCircleQuestion },
  { to: "/projects/$projectId/design", word: "design", icon: Shapes },
  { to: "/projects/$projectId/people", word: "people", icon: Users },
  { to: "/projects/$projectId/quality", word: "quality", icon: Target },
  { to: "/projects/$projectId/cost", word: "cost", icon: Coins },
  { to: "/projects/$projectId/releases", word: "releases", icon: Package },
  { to: "/projects/$projectId/reports", word: "reports", icon: ClipboardCheck },
  { to: "/projects/$projectId/history", word: "history", icon: History },
];

const PART_OF: Readonly<Record<string, string>> = {
  courses: "design",
  hooks: "design",
  lots: "quality",
  golds: "quality",
  samples: "reports",
};

/** Which of them an address belongs to; a course is part of the design, a lot
 * and a known answer of the quality. */
export function pageAt(pathname: string): PageOf {
  const first = pathname.split("/")[3] ?? "";
  const part = PART_OF[first] ?? first;
  return PAGES.find((page) => page.word === (part || "overview")) ?? PAGES[0]!;
}
