import { useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, must } from "~/api/client";
import { useFormat } from "~/i18n/format";
import { Button } from "~/ui/button";
import { Confirm } from "~/ui/dialog";
import { TextField } from "~/ui/field";
import { PageTitle } from "~/ui/page";
import { toast } from "~/ui/toast";
import { useKept } from "../kept";
import { agreementQuery } from "./agreement-query";
import { Signers } from "./signers";

type Texts = { title_ko: string; title_en: string; body_ko: string; body_en: string };
const FIELDS = ["title_ko", "title_en", "body_ko", "body_en"] as const;

/** What members sign before they work here; another version is signed by everybody anew. */
export function Agreement({ projectId }: { projectId: number }) {
  const { t } = useTranslation("projects");
  const { full } = useFormat();
  const client = useQueryClient();
  const now = useSuspenseQuery(agreementQuery(projectId)).data;
  const base: Texts = {
    title_ko: now?.title_ko ?? "",
    title_en: now?.title_en ?? "",
    body_ko: now?.body_ko ?? "",
    body_en: now?.body_en ?? "",
  };
  const kept = useKept(`agreement.${projectId}`, base);
  const [tried, setTried] = useState(false);
  const [asked, setAsked] = useState(false);
  const missing = FIELDS.filter((field) => kept.value[field].trim() === "");
  const publish = async () => {
    const made = await must(
      api.POST("/api/v1/projects/{project_id}/agreement", {
        params: { path: { project_id: projectId } },
        body: kept.value,
      }),
    );
    client.setQueryData(agreementQuery(projectId).queryKey, made);
    kept.sent();
    setTried(false);
    toast(t("agreement.published", { n: made.version }));
  };
  return (
    <>
      <PageTitle name={t("pages.people")}>
        {now === null ? t("agreement.none") : t("agreement.title", { n: now.version })}
      </PageTitle>
      <div className="agreement-form">
        <p className="t2">
          {t("agreement.hint")}
          {now !== null && ` ${t("agreement.since", { at: full(now.published_at) })}`}
        </p>
        <div className="agreement-pair">
          {FIELDS.map((field) => (
            <TextField
              key={field}
              label={t(`agreement.${field}`)}
              rows={field.startsWith("body") ? 14 : undefined}
              value={kept.value[field]}
              onChange={(text) => kept.set({ ...kept.value, [field]: text })}
              maxLength={field.startsWith("body") ? 100_000 : 200}
              error={tried && missing.includes(field) ? t("agreement.fault") : undefined}
            />
          ))}
        </div>
        <div className="apply-bar">
          <span className="grow" />
          {kept.changed && (
            <Button look="ghost" onPress={kept.clear}>
              {t("design.discard")}
            </Button>
          )}
          <Button
            look="primary"
            main
            isDisabled={!kept.changed}
            onPress={() => {
              setTried(true);
              if (missing.length === 0) setAsked(true);
            }}
          >
            {t("agreement.publish", { n: (now?.version ?? 0) + 1 })}
          </Button>
        </div>
      </div>
      {now !== null && (
        <div className="agreement-form">
          <Signers projectId={projectId} version={now.version} />
        </div>
      )}
      <Confirm
        title={t("agreement.confirm", { n: (now?.version ?? 0) + 1 })}
        open={asked}
        onClose={() => setAsked(false)}
        act={publish}
        word={t("agreement.publish_word")}
      >
        <p>{t("agreement.means")}</p>
      </Confirm>
    </>
  );
}
