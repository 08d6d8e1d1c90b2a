import {
  Activity,
  BookOpenText,
  Building2,
  Calculator,
  CircleX,
  FileSignature,
  FileSpreadsheet,
  Gauge,
  Gavel,
  HandCoins,
  History,
  Landmark,
  type LucideIcon,
  Scale,
  ScanEye,
  Server,
  ShieldUser,
  Users,
  WalletCards,
} from "lucide-react";
import type { Access } from "./access";

type Word =
  | "home"
  | "people"
  | "organisations"
  | "agreements"
  | "appeals"
  | "hits"
  | "rejections"
  | "suspensions"
  | "ledger"
  | "payouts"
  | "payees"
  | "budgets"
  | "rates"
  | "papers"
  | "machine"
  | "chores"
  | "privacy"
  | "audit";

type Page = {
  word: Word;
  to:
    | "/admin"
    | "/admin/people"
    | "/admin/organisations"
    | "/admin/agreements"
    | "/admin/appeals"
    | "/admin/hits"
    | "/admin/rejections"
    | "/admin/suspensions"
    | "/admin/ledger"
    | "/admin/payouts"
    | "/admin/payees"
    | "/admin/budgets"
    | "/admin/rates"
    | "/admin/papers"
    | "/admin/machine"
    | "/admin/chores"
    | "/admin/privacy"
    | "/admin/audit";
  icon: LucideIcon;
  needs: keyof Access | null;
};

/** The side bar: what is due, who is who, money, the system; each group under its name. */
export const GROUPS: readonly {
  word: "who" | "money" | "system" | null;
  pages: readonly Page[];
}[] = [
  {
    word: null,
    pages: [
      { word: "home", to: "/admin", icon: Gauge, needs: null },
      { word: "appeals", to: "/admin/appeals", icon: Scale, needs: "appeals" },
      { word: "hits", to: "/admin/hits", icon: ScanEye, needs: "appeals" },
      { word: "suspensions", to: "/admin/suspensions", icon: Gavel, needs: "appeals" },
      { word: "rejections", to: "/admin/rejections", icon: CircleX, needs: "rejections" },
    ],
  },
  {
    word: "who",
    pages: [
      { word: "organisations", to: "/admin/organisations", icon: Building2, needs: "houses" },
      { word: "people", to: "/admin/people", icon: Users, needs: "system" },
      { word: "agreements", to: "/admin/agreements", icon: FileSignature, needs: "system" },
    ],
  },
  {
    word: "money",
    pages: [
      { word: "payouts", to: "/admin/payouts", icon: Landmark, needs: "books" },
      { word: "payees", to: "/admin/payees", icon: WalletCards, needs: "books" },
      { word: "budgets", to: "/admin/budgets", icon: HandCoins, needs: "money" },
      { word: "rates", to: "/admin/rates", icon: Calculator, needs: "money" },
      { word: "ledger", to: "/admin/ledger", icon: BookOpenText, needs: "money" },
      { word: "papers", to: "/admin/papers", icon: FileSpreadsheet, needs: "books" },
    ],
  },
  {
    word: "system",
    pages: [
      { word: "machine", to: "/admin/machine", icon: Activity, needs: "system" },
      { word: "chores", to: "/admin/chores", icon: Server, needs: "system" },
      { word: "privacy", to: "/admin/privacy", icon: ShieldUser, needs: "system" },
      { word: "audit", to: "/admin/audit", icon: History, needs: "system" },
    ],
  },
];

/** The page that an address belongs to. */
export const pageAt = (path: string): Page | undefined =>
  GROUPS.flatMap((group) => group.pages)
    .filter((page) => path === page.to || path.startsWith(`${page.to}/`))
    .sort((a, b) => b.to.length - a.to.length)[0];
