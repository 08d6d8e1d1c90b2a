import { useSuspenseQuery } from "@tanstack/react-query";
import { ShieldAlert } from "lucide-react";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { useFormat } from "~/i18n/format";
import { Button } from "~/ui/button";
import { Confirm } from "~/ui/dialog";
import { Note } from "~/ui/fault";
import { PageTitle } from "~/ui/page";
import type { Stage } from "../../frame/queries";
import { useKept } from "../../kept";
import { ApplyBar } from "../apply-bar";
import { ModelForm } from "../suggestions/form";
import { draftOf, faultsOf, type ModelFault } from "../suggestions/model";
import { modelQuery, useModel } from "../suggestions/queries";
import { ModelStanding } from "../suggestions/standing";
import { Trial } from "../suggestions/trial";

/** The stage's model, which suggests answers before people work. */
export function SuggestionsTab({ stage }: { stage: Stage }) {
  const { t } = useTranslation(["suggestions", "projects", "common"]);
  const { number } = useFormat();
  const { model, standing, hosts } = useSuspenseQuery(modelQuery(stage)).data;
  const base = useMemo(() => draftOf(model), [model]);
  const kept = useKept(`model.${stage.project_id}.${stage.id}`, base);
  const { save, forget } = useModel(stage);
  const [secret, setSecret] = useState("");
  const [tried, setTried] = useState(false);
  const [leaving, setLeaving] = useState(false);
  const faults = faultsOf(kept.value, secret, model);
  const emptied = () => {
    setSecret("");
    setTried(false);
  };
  const clear = () => {
    kept.clear();
    emptied();
  };
  return (
    <>
      <PageTitle name={t("projects:pages.design")}>
        {stage.schema_version === null
          ? t("title.no_schema")
          : t(`title.${standing ?? "none"}`, { n: number(model?.given ?? 0) })}
      </PageTitle>
      <div className="design-form">
        <p className="t2">{t("what")}</p>
        {hosts.length === 0 && (
          <Note icon={ShieldAlert} tone="warn">
            {t("no_hosts")}
          </Note>
        )}
        {model !== null && <ModelStanding model={model} />}
        {stage.state !== "cancelled" && (hosts.length > 0 || model !== null) && (
          <>
            <ModelForm
              draft={kept.value}
              secret={secret}
              model={model}
              hosts={hosts}
              faults={tried ? faults : NONE}
              onChange={kept.set}
              onSecret={setSecret}
            />
            <ApplyBar
              changed={kept.changed || secret !== ""}
              word={t("common:save")}
              done={t("common:saved")}
              save={async () => {
                setTried(true);
                if (faults.size > 0) return false;
                await save(kept.value, secret);
                kept.sent();
                emptied();
                return true;
              }}
              reset={clear}
            >
              {t("means")}
            </ApplyBar>
          </>
        )}
        {model !== null && stage.state !== "cancelled" && (
          <>
            <Trial stage={stage} />
            <div>
              <Button look="text" onPress={() => setLeaving(true)}>
                {t("forget.word")}
              </Button>
            </div>
          </>
        )}
      </div>
      <Confirm
        title={t("forget.title")}
        open={leaving}
        onClose={() => setLeaving(false)}
        word={t("forget.word")}
        danger
        act={async () => {
          await forget();
          clear();
        }}
      >
        <p>{t("forget.means")}</p>
      </Confirm>
    </>
  );
}

const NONE: ReadonlySet<ModelFault> = new Set();
