import { useInfiniteQuery, useQuery, useSuspenseQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { nameOf } from "~/annotate/core/choices";
import { isClassed } from "~/annotate/core/doc";
import { useFormat } from "~/i18n/format";
import { rowsOf } from "~/ui/page";
import { policyOf } from "../design/policy/model";
import { usePrices } from "../design/prices/draft";
import { LEVELS } from "../design/prices/model";
import { schemaQuery } from "../design/versions";
import { invitationsQuery, membersQuery } from "../people/queries";
import { importedQuery, quoteQuery, type StepId, useWizard } from "./state";

export type Line = { step: StepId; state: "good" | "lacking" | "remark"; says: string };

/** Every step in a sentence: what is there, what is lacking, what is worth a second look. */
export function useSummary(): Line[] {
  const { t, i18n } = useTranslation(["projects", "common"]);
  const { number, percent } = useFormat();
  const { project, stage } = useWizard();
  const imported = useQuery(importedQuery(project.id, stage.id)).data;
  const schema = useSuspenseQuery(schemaQuery(stage)).data;
  const quote = useQuery(quoteQuery(stage)).data;
  const invited = rowsOf(useInfiniteQuery(invitationsQuery(project.id))).filter(
    (one) => one.state === "open" || one.state === "accepted",
  );
  const members = rowsOf(useInfiniteQuery(membersQuery(project.id)));
  const prices = usePrices(stage);
  const policy = policyOf(stage);

  const items = imported?.items ?? 0;
  const labels = schema?.labels ?? [];
  const classes = labels.flatMap((label) => (isClassed(label) ? label.classes : []));
  const names = (classes.length > 0 ? classes : labels)
    .map((one) => nameOf(one, i18n.language))
    .slice(0, 6)
    .join(", ");
  const level = (how: string, share: number, n: 1 | 2) =>
    `${t(`common:level.${n}`)} ${how === "sample" ? percent(share / 100) : t(`policy.short.${how as "all"}`)}`;
  const card = prices.cards[0];
  const roles = (role: string) =>
    members.some((one) => one.roles.some((had) => had === role)) ||
    invited.some((one) => one.role === role);
  const noWorker = project.enrolment === "invited" && !roles("worker");
  const noFirst = policy.inspect1 !== "none" && !roles("primary_inspector");
  const noSecond = policy.inspect1 !== "none" && !roles("secondary_inspector");
  const short = quote === undefined ? 0 : Math.max(0, quote.total - quote.budget);

  return [
    { step: "basics", state: "good", says: project.name },
    items > 0
      ? { step: "data", state: "good", says: t("summary.data", { n: number(items) }) }
      : { step: "data", state: "lacking", says: t("summary.no_data") },
    schema === null
      ? { step: "classes", state: "lacking", says: t("summary.no_classes") }
      : {
          step: "classes",
          state: "good",
          says:
            classes.length > 0
              ? t("summary.classes", { n: classes.length, names })
              : t("summary.questions", { n: labels.length, names }),
        },
    stage.guideline_version === null
      ? { step: "guideline", state: "remark", says: t("summary.no_guideline") }
      : {
          step: "guideline",
          state: "good",
          says: t("summary.guideline", { n: stage.guideline_version }),
        },
    {
      step: "inspection",
      state: "good",
      says:
        policy.inspect1 === "none"
          ? t("policy.level1.none")
          : `${level(policy.inspect1, policy.rate1, 1)}, ${level(policy.inspect2, policy.rate2, 2)}`,
    },
    card === undefined
      ? { step: "prices", state: "lacking", says: t("summary.no_prices") }
      : {
          step: "prices",
          state: prices.low ? "remark" : "good",
          says:
            prices.levels
              .map(
                (at) =>
                  `${t(`common:level.${LEVELS[at] ?? 0}`)} ${t("summary.won", { won: number(prices.draft.won[at]) })}`,
              )
              .join(", ") + (prices.low ? ` · ${t("summary.low")}` : ""),
        },
    {
      step: "people",
      state: noWorker || noFirst || noSecond ? "remark" : "good",
      says: noWorker
        ? t("summary.no_worker")
        : noFirst
          ? t("summary.no_inspector", { level: t("common:level.1") })
          : noSecond
            ? t("summary.no_inspector", { level: t("common:level.2") })
            : project.enrolment === "open"
              ? t("summary.people_open")
              : t("summary.people", { n: invited.length + members.length }),
    },
    quote === undefined
      ? { step: "budget", state: "lacking", says: t("summary.no_quote") }
      : short > 0
        ? { step: "budget", state: "lacking", says: t("summary.short", { won: number(short) }) }
        : {
            step: "budget",
            state: "good",
            says: t("summary.budget", { won: number(quote.budget) }),
          },
  ];
}
