import { CloudOff, Inbox, type LucideIcon, Send, TimerOff } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { later } from "~/annotate/parts/later";
import { useOutbox } from "~/api/outbox";
import { Logo } from "~/shell/logo";
import { OutboxLine } from "~/shell/outbox-line";
import { Button, LinkButton } from "~/ui/button";
import { Empty, Fault } from "~/ui/fault";
import { PageTitle } from "~/ui/page";

/** A page of the editor without work on it. */
export function Screen({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div data-density="comfortable" className="wk-screen">
      <header>
        <Logo />
      </header>
      <OutboxLine />
      <main id="content">
        <PageTitle name={title}>
          <span className="sr-only">{title}</span>
        </PageTitle>
        {children}
      </main>
    </div>
  );
}

/** The same where nothing can be done now: why, and what to do instead. */
export function Nothing({
  icon,
  title,
  children,
}: {
  icon: LucideIcon;
  title: string;
  children: ReactNode;
}) {
  return (
    <Screen title={title}>
      <Empty icon={icon} title={title}>
        {children}
      </Empty>
    </Screen>
  );
}

/** Nothing of a stage is to be had now; other stages may have something. */
export function NotHere({
  icon,
  title,
  what,
  onAgain,
}: {
  icon: LucideIcon;
  title: string;
  what: string;
  onAgain: () => void;
}) {
  const { t } = useTranslation("work");
  return (
    <Nothing icon={icon} title={title}>
      <p>{what}</p>
      <LinkButton to="/work" look="primary">
        {t("none.market")}
      </LinkButton>
      <Button look="ghost" onPress={onAgain}>
        {t("none.again")}
      </Button>
    </Nothing>
  );
}

/** All of a stage's work is taken. */
export function NoWork({ onAgain }: { onAgain: () => void }) {
  const { t } = useTranslation("work");
  return <NotHere icon={Inbox} title={t("none.title")} what={t("none.what")} onAgain={onAgain} />;
}

/** Without a connection, and all that this device had is done. */
export function NoneHere({ onAgain }: { onAgain: () => void }) {
  const { t } = useTranslation(["work", "common"]);
  const { waiting } = useOutbox();
  return (
    <Nothing icon={CloudOff} title={t("offline.title")}>
      <p>{t("offline.what")}</p>
      {waiting.length > 0 && (
        <p className="strong">{t("offline.waiting", { n: waiting.length })}</p>
      )}
      <Button onPress={onAgain}>{t("common:retry")}</Button>
      <LinkButton to="/" look="ghost">
        {t("none.home")}
      </LinkButton>
    </Nothing>
  );
}

/** The time is over; it may be taken up again. */
export function Lost({
  returned,
  resume,
  onNext,
}: {
  returned: boolean;
  resume: () => Promise<void>;
  onNext: () => void;
}) {
  const { t } = useTranslation("work");
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<unknown>();
  const go = async () => {
    setBusy(true);
    setFault(undefined);
    try {
      await resume();
    } catch (error) {
      setFault(error);
      setBusy(false);
    }
  };
  const title = t(returned ? "lost.returned" : "lost.title");
  return (
    <Nothing icon={TimerOff} title={title}>
      <p>{t("lost.what")}</p>
      <Fault error={fault} />
      <Button look={fault === undefined ? "primary" : "soft"} busy={busy} onPress={go}>
        {t("lost.resume")}
      </Button>
      <Button look="ghost" onPress={onNext}>
        {t("lost.next")}
      </Button>
    </Nothing>
  );
}

/** Nothing can be changed in it: it is handed in, or decided. */
export function Over({ sent, to, children }: { sent: boolean; to: string; children?: ReactNode }) {
  const { t } = useTranslation("work");
  const title = t(sent ? "over.sent" : "over.title");
  return (
    <Nothing icon={Send} title={title}>
      {sent && <p>{t("over.sent_what")}</p>}
      {children}
      <LinkButton to={to as "/"} look="primary">
        {t("over.see")}
      </LinkButton>
    </Nothing>
  );
}

// What few stages tell, with all that it is shown by, comes once there is something to tell.
const known = () => import("./known");
export const KnownLine = later(async () => (await known()).KnownLine);
export const KnownPage = later(async () => (await known()).KnownPage);
