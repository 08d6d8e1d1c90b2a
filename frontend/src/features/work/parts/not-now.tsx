import { useQuery } from "@tanstack/react-query";
import { CirclePause, FileClock, ListChecks } from "lucide-react";
import { Suspense, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { isProblem } from "~/api/problem";
import type { Need } from "~/api/routing";
import { offerQuery } from "~/api/worker";
import { Button, LinkButton } from "~/ui/button";
import { Fault, Skeleton } from "~/ui/fault";
import { useNeedWords } from "~/ui/learning/need-words";
import type { Place } from "../model/server";
import { part } from "./later";
import { NotHere, Nothing, Screen } from "./screens";

const NeedWay = part(() => import("~/ui/learning/need-way"), "NeedWay");

/** Milliseconds until what was not ready is asked for again. */
const AGAIN = 5_000;

/** What it is shown from is being made; it opens by itself once that is there. */
function Preparing({ onAgain }: { onAgain: () => void }) {
  const { t } = useTranslation("work");
  const again = useRef(onAgain);
  again.current = onAgain;
  useEffect(() => {
    const timer = setTimeout(() => again.current(), AGAIN);
    return () => clearTimeout(timer);
  }, []);
  return (
    <Nothing icon={FileClock} title={t("preparing.title")}>
      <p>{t("preparing.what")}</p>
      <Button look="primary" onPress={onAgain}>
        {t("preparing.again")}
      </Button>
    </Nothing>
  );
}

const InTheWay = part(() => import("./in-the-way"), "InTheWay");
/** How a stage that collects refuses whom it waits for. */
const REFUSALS = new Set([
  "agreement_unsigned",
  "profile_missing",
  "minor",
  "guardian_missing",
  "quota_full",
]);

/** No work, and why: the project is paused, something comes first, or it failed. */
export function NotNow({
  place,
  error,
  onAgain,
}: {
  place: Place;
  error: unknown;
  onAgain: () => void;
}) {
  const { t } = useTranslation("work");
  const words = useNeedWords();
  const code = isProblem(error) ? error.code : "";
  const asks =
    isProblem(error) &&
    (error.status === 403 || error.status === 404 || "needs" in error.more || REFUSALS.has(code));
  const { data: offers, isPending } = useQuery({ ...offerQuery(place.stage_id), enabled: asks });
  const needs =
    isProblem(error) && Array.isArray(error.more.needs)
      ? (error.more.needs as Need[])
      : offers?.find((row) => row.level === 0)?.needs;
  if (code === "stage_closed")
    return (
      <NotHere
        icon={CirclePause}
        title={t("closed.title")}
        what={t("closed.what")}
        onAgain={onAgain}
      />
    );
  if (code === "preparing") return <Preparing onAgain={onAgain} />;
  if (!asks)
    return (
      <Screen title={t("editor")}>
        <Fault error={error} retry={onAgain} />
      </Screen>
    );
  if (isPending)
    return (
      <Screen title={t("editor")}>
        <Skeleton lines={3} />
      </Screen>
    );
  const told = (needs ?? []).filter((need) => need.code !== "nothing_waiting");
  const first = told[0]?.code;
  if (first === "profile_missing" || first === "guardian_missing")
    return <InTheWay projectId={place.project_id} step={first} onAgain={onAgain} />;
  const title = told.length > 0 ? t("needs.title") : t("needs.not_yours");
  const agreement = told
    .flatMap((need) => [need.agreement_id ?? null, ...(need.agreement_ids ?? [])])
    .find((id) => id !== null);
  return (
    <Nothing icon={ListChecks} title={title}>
      {told.length === 0 && <p>{t("needs.not_yours_what")}</p>}
      {told.length > 0 && (
        <ul className="col g8">
          {told.map((need) => (
            <li key={need.code}>
              <p>{words(need)}</p>
              <Suspense>
                <NeedWay need={need} />
              </Suspense>
            </li>
          ))}
        </ul>
      )}
      {agreement === undefined || agreement === null ? (
        <LinkButton
          to={
            (place.stage_id > 0
              ? `/work/stages/${place.project_id}/${place.stage_id}`
              : "/work") as "/work"
          }
          look="primary"
        >
          {t("needs.look")}
        </LinkButton>
      ) : (
        <LinkButton to={`/agreements/${agreement}` as "/"} look="primary">
          {t("needs.sign")}
        </LinkButton>
      )}
    </Nothing>
  );
}
