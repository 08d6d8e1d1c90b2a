import { useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, must } from "~/api/client";
import { Button } from "~/ui/button";
import { Fault } from "~/ui/fault";
import { TextField } from "~/ui/field";
import { Icon } from "~/ui/icons";
import { PageTitle } from "~/ui/page";
import { toast } from "~/ui/toast";
import { codeFor, type Reason, reasonsQuery } from "../reasons/queries";
import { ReasonRow } from "../reasons/row";

/** What inspectors can say is wrong, in both languages. */
export function ReasonsTab({ projectId }: { projectId: number }) {
  const { t } = useTranslation("projects");
  const reasons = useSuspenseQuery(reasonsQuery(projectId)).data;
  const live = reasons.filter((one) => one.retired_at === null);
  const retired = reasons.filter((one) => one.retired_at !== null);
  return (
    <>
      <PageTitle name={t("pages.design")}>
        {t("design.title.reasons", { n: live.length })}
      </PageTitle>
      <div className="design-form">
        <p className="t2">{t("reasons.hint")}</p>
        <ul className="list tight" aria-label={t("reasons.live")}>
          {live.map((one) => (
            <ReasonRow key={one.code} reason={one} projectId={projectId} />
          ))}
        </ul>
        <Add projectId={projectId} reasons={reasons} />
        {retired.length > 0 && (
          <section className="col g8">
            <h2 className="title">{t("reasons.retired")}</h2>
            <ul className="list tight" aria-label={t("reasons.retired")}>
              {retired.map((one) => (
                <ReasonRow key={one.code} reason={one} projectId={projectId} />
              ))}
            </ul>
          </section>
        )}
      </div>
    </>
  );
}

function Add({ projectId, reasons }: { projectId: number; reasons: readonly Reason[] }) {
  const { t } = useTranslation(["projects", "common"]);
  const client = useQueryClient();
  const [ko, setKo] = useState("");
  const [en, setEn] = useState("");
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<unknown>();
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (ko.trim() === "" || en.trim() === "") return;
    setBusy(true);
    setFault(undefined);
    try {
      const code = codeFor(en, new Set(reasons.map((one) => one.code)));
      await must(
        api.PUT("/api/v1/projects/{project_id}/reasons/{code}", {
          params: { path: { project_id: projectId, code } },
          body: { ko: ko.trim(), en: en.trim() },
        }),
      );
      setKo("");
      setEn("");
      setTried(false);
      toast(t("common:saved"));
      await client.invalidateQueries({ queryKey: reasonsQuery(projectId).queryKey });
    } catch (error) {
      setFault(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <form onSubmit={submit} className="col g8" noValidate>
      <h2 className="title">{t("reasons.add")}</h2>
      <div className="reason-fields">
        <TextField
          label={t("reasons.ko")}
          placeholder={t("reasons.ko_eg")}
          value={ko}
          onChange={setKo}
          maxLength={200}
          error={tried && ko.trim() === "" ? t("reasons.fault") : undefined}
        />
        <TextField
          label={t("reasons.en")}
          placeholder={t("reasons.en_eg")}
          value={en}
          onChange={setEn}
          maxLength={200}
          error={tried && en.trim() === "" ? t("reasons.fault") : undefined}
        />
        <Button type="submit" look="line" busy={busy}>
          <Icon of={Plus} />
          {t("reasons.put")}
        </Button>
      </div>
      <Fault error={fault} />
    </form>
  );
}
