import { useSuspenseQuery } from "@tanstack/react-query";
import { Download, Users } from "lucide-react";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useFormat } from "~/i18n/format";
import { useProfileWords } from "~/i18n/profile";
import { Button } from "~/ui/button";
import { Empty } from "~/ui/fault";
import { Icon } from "~/ui/icons";
import { PageTitle } from "~/ui/page";
import { saveText } from "~/ui/save-text";
import type { Stage } from "../../frame/queries";
import { useKept } from "../../kept";
import { ApplyBar } from "../apply-bar";
import { Axes } from "../quotas/axes";
import { QuotaBars } from "../quotas/bars";
import { Goals } from "../quotas/goals";
import { csvOf, draftOf, sumOf } from "../quotas/model";
import { quotasQuery, useQuotas } from "../quotas/queries";
import "../quotas/quotas.css";
import "../../data/data.css";

/** How many of which people a collect stage wants, and how far each group is. */
export function QuotasTab({ stage }: { stage: Stage }) {
  const { t } = useTranslation(["collecting", "projects", "common"]);
  const { number } = useFormat();
  const words = useProfileWords();
  const quotas = useSuspenseQuery(quotasQuery(stage)).data;
  // What moves while people work is not what is written here.
  const goals = JSON.stringify(draftOf(quotas));
  const base = useMemo(() => JSON.parse(goals) as ReturnType<typeof draftOf>, [goals]);
  const kept = useKept(`quotas.${stage.project_id}.${stage.id}`, base);
  const save = useQuotas(stage);
  const sums = sumOf(quotas.cells);
  const none = quotas.cells.length === 0;
  const download = () =>
    saveText(
      `${stage.name}-quotas.csv`,
      csvOf(
        quotas,
        (head) =>
          head === "goal" || head === "taken" || head === "accepted"
            ? t(`collecting:quotas.${head}`)
            : words.axis(head),
        words.value,
      ),
    );
  return (
    <>
      <PageTitle
        name={t("projects:pages.design")}
        aside={
          !none && (
            <Button look="line" onPress={download}>
              <Icon of={Download} />
              {t("collecting:quotas.csv")}
            </Button>
          )
        }
      >
        {none
          ? t("collecting:quotas.title_none")
          : t("collecting:quotas.title", {
              accepted: number(sums.accepted),
              goal: number(sums.goal),
            })}
      </PageTitle>
      <div className="col g32">
        {none ? (
          <Empty icon={Users} title={t("collecting:quotas.none")}>
            <p>{t("collecting:quotas.none_hint")}</p>
          </Empty>
        ) : (
          <QuotaBars quotas={quotas} />
        )}
        <section className="col g16">
          <h2 className="title">{t("collecting:quotas.set")}</h2>
          <Axes draft={kept.value} onChange={kept.set} />
          <Goals draft={kept.value} onChange={kept.set} />
          <ApplyBar
            changed={kept.changed}
            word={t("common:save")}
            done={t("common:saved")}
            save={async () => {
              await save(kept.value);
              kept.sent();
              return true;
            }}
            reset={kept.clear}
          >
            {t("collecting:quotas.means")}
          </ApplyBar>
        </section>
      </div>
    </>
  );
}
