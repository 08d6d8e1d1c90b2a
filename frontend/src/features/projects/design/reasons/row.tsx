import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, must } from "~/api/client";
import { Button } from "~/ui/button";
import { Fault } from "~/ui/fault";
import { TextField } from "~/ui/field";
import { toast } from "~/ui/toast";
import { type Reason, reasonsQuery } from "./queries";

/** One reason: reworded in place, retired, or brought back. */
export function ReasonRow({ reason, projectId }: { reason: Reason; projectId: number }) {
  const { t } = useTranslation(["projects", "common"]);
  const client = useQueryClient();
  const [words, setWords] = useState<{ ko: string; en: string } | null>(null);
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<unknown>();
  const path = { project_id: projectId, code: reason.code };
  const retired = reason.retired_at !== null;
  const act = async (what: () => Promise<unknown>) => {
    setBusy(true);
    setFault(undefined);
    try {
      await what();
      setWords(null);
      toast(t("common:saved"));
      await client.invalidateQueries({ queryKey: reasonsQuery(projectId).queryKey });
    } catch (error) {
      setFault(error);
    } finally {
      setBusy(false);
    }
  };
  const put = (body: { ko: string; en: string }) =>
    act(() =>
      must(api.PUT("/api/v1/projects/{project_id}/reasons/{code}", { params: { path }, body })),
    );
  const retire = () =>
    act(() =>
      must(api.DELETE("/api/v1/projects/{project_id}/reasons/{code}", { params: { path } })),
    );

  if (words !== null) {
    const empty = words.ko.trim() === "" || words.en.trim() === "";
    return (
      <li className="col reason-edit">
        <div className="reason-fields">
          <TextField
            label={t("reasons.ko")}
            value={words.ko}
            onChange={(ko) => setWords({ ...words, ko })}
            maxLength={200}
            autoFocus
          />
          <TextField
            label={t("reasons.en")}
            value={words.en}
            onChange={(en) => setWords({ ...words, en })}
            maxLength={200}
          />
          <span className="row">
            <Button look="ghost" onPress={() => setWords(null)}>
              {t("common:cancel")}
            </Button>
            <Button
              look="line"
              busy={busy}
              isDisabled={empty}
              onPress={() => put({ ko: words.ko.trim(), en: words.en.trim() })}
            >
              {t("common:save")}
            </Button>
          </span>
        </div>
        <Fault error={fault} />
      </li>
    );
  }
  return (
    <li className="reason">
      <div className="grow">
        <p>{reason.ko}</p>
        <p className="label t3">
          {reason.en} · <span className="mono">{reason.code}</span>
        </p>
        <Fault error={fault} />
      </div>
      {retired ? (
        <Button look="ghost" busy={busy} onPress={() => put({ ko: reason.ko, en: reason.en })}>
          {t("reasons.restore")}
        </Button>
      ) : (
        <>
          <Button
            look="ghost"
            aria-label={`${t("common:edit")}: ${reason.ko}`}
            onPress={() => setWords({ ko: reason.ko, en: reason.en })}
          >
            {t("common:edit")}
          </Button>
          <Button
            look="ghost"
            busy={busy}
            aria-label={`${t("reasons.retire")}: ${reason.ko}`}
            onPress={retire}
          >
            {t("reasons.retire")}
          </Button>
        </>
      )}
    </li>
  );
}
