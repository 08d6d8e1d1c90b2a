import { useNavigate } from "@tanstack/react-router";
import {
  FileCheck,
  FolderKanban,
  Globe,
  House,
  LogOut,
  MonitorCog,
  Moon,
  ScanSearch,
  Sun,
  SunMoon,
  User,
} from "lucide-react";
import type { RefObject } from "react";
import { useTranslation } from "react-i18next";
import { api, must } from "~/api/client";
import { hasLetters } from "~/api/letters";
import { homes, useForget, useMe } from "~/api/session";
import { locale, speak } from "~/i18n";
import { useSentence } from "~/ui/fault";
import { type Act, MenuAt } from "~/ui/menu";
import { toast } from "~/ui/toast";
import { setTheme, type Theme, useTheme } from "./theme";

const NEXT: Record<Theme, Theme> = { system: "light", light: "dark", dark: "system" };
/** Milliseconds that signing out waits for hand-ins to be sent. */
const PATIENCE = 4000;
const FACE = { system: SunMoon, light: Sun, dark: Moon };

/** What the button of oneself opens: account, other homes, language, theme, the way out. */
export function PersonActs({
  at,
  open,
  onOpen,
}: {
  at: RefObject<HTMLElement | null>;
  open: boolean;
  onOpen: (open: boolean) => void;
}) {
  const { t } = useTranslation();
  const me = useMe();
  const go = useNavigate();
  const forget = useForget();
  const sentence = useSentence();
  const theme = useTheme();
  const has = homes(me);

  const signOut = async () => {
    try {
      // What could still be taken back goes out now: afterwards it would wait for the next sign-in.
      if (hasLetters()) {
        const { outbox } = await import("~/api/outbox");
        await Promise.race([outbox.hurry(), new Promise((end) => setTimeout(end, PATIENCE))]);
      }
      await must(api.DELETE("/api/v1/sessions/current"));
    } catch (error) {
      toast(sentence(error));
      return;
    }
    await go({ to: "/sign-in" });
    await forget();
  };
  const other = async () => {
    const next = locale() === "ko" ? "en" : "ko";
    await speak(next);
    await must(api.PATCH("/api/v1/me", { body: { locale: next } })).catch(() => undefined);
  };
  const acts: (Act | false)[] = [
    has.work && { id: "work", word: t("nav.home"), icon: House, act: () => go({ to: "/" }) },
    has.review && {
      id: "review",
      word: t("nav.review"),
      icon: ScanSearch,
      act: () => go({ to: "/review" }),
    },
    has.manage
      ? {
          id: "projects",
          word: t("nav.projects"),
          icon: FolderKanban,
          act: () => go({ to: "/projects" }),
        }
      : {
          id: "found",
          word: t("nav.found"),
          icon: FolderKanban,
          act: () => go({ to: "/projects/new" }),
        },
    has.operate && {
      id: "admin",
      word: t("nav.admin"),
      icon: MonitorCog,
      act: () => go({ to: "/admin" }),
    },
    { id: "account", word: t("nav.account"), icon: User, act: () => go({ to: "/account" }) },
    {
      id: "agreements",
      word: t("nav.agreements"),
      icon: FileCheck,
      act: () => go({ to: "/agreements" }),
    },
    {
      id: "theme",
      word: `${t("nav.theme")}: ${t(`nav.theme_${theme}`)}`,
      icon: FACE[theme],
      act: () => setTheme(NEXT[theme]),
    },
    { id: "language", word: t("nav.language"), icon: Globe, act: other },
    { id: "out", word: t("nav.sign_out"), icon: LogOut, act: signOut },
  ];
  return (
    <MenuAt
      at={at}
      open={open}
      onOpen={onOpen}
      acts={acts.filter((act) => act !== false)}
      label={t("nav.account")}
    />
  );
}
