import { useQuery, useQueryClient } from "@tanstack/react-query";
import { MessageCircleQuestion } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, must } from "~/api/client";
import { useFormat } from "~/i18n/format";
import { Button } from "../button";
import { Fault } from "../fault";
import { Icon } from "../icons";
import { SayForm } from "../say-form";
import { toast } from "../toast";

/** Beside the guideline: what is often asked, what one has asked oneself, and asking. */
export function AskedHere({
  projectId,
  assignmentId,
}: {
  projectId: number;
  assignmentId: number;
}) {
  const { t } = useTranslation("asking");
  const { full, number } = useFormat();
  const client = useQueryClient();
  const [asking, setAsking] = useState(false);
  const params = { path: { project_id: projectId, assignment_id: assignmentId } };
  const key = ["asked-here", projectId, assignmentId];
  const path = "/api/v1/projects/{project_id}/assignments/{assignment_id}/questions";
  const found = useQuery({ queryKey: key, queryFn: () => must(api.GET(path, { params })) });
  const send = async (text: string) => {
    await must(api.POST(path, { params, body: { text } }));
    toast(t("sent"));
    setAsking(false);
    await client.invalidateQueries({ queryKey: key });
  };
  if (found.error !== null) return <Fault error={found.error} retry={() => found.refetch()} />;
  if (found.data === undefined) return null;
  const { mine, entries, hold_hours } = found.data;
  return (
    <section className="col g12 mt-6" aria-label={t("panel")}>
      {entries.length > 0 && (
        <>
          <h3 className="strong">{t("entries")}</h3>
          {entries.map((entry) => (
            <details key={entry.id} className="fold">
              <summary className="break">{entry.question}</summary>
              <p className="t2 whitespace-pre-line break">{entry.answer}</p>
            </details>
          ))}
        </>
      )}
      {mine.map((one) => (
        <div key={one.id} className="col g4">
          <p className="strong whitespace-pre-line break">{one.text}</p>
          {one.answer === null ? (
            <p className="label t3">{t("waits")}</p>
          ) : (
            <>
              <p className="t2 whitespace-pre-line break">{one.answer}</p>
              {one.answered_at !== null && (
                <p className="label t3">{t("answered_at", { at: full(one.answered_at) })}</p>
              )}
            </>
          )}
        </div>
      ))}
      {asking ? (
        <SayForm
          hint={t("ask_hint", { hours: number(hold_hours) })}
          label={t("ask_label")}
          need={t("ask_need")}
          word={t("send")}
          most={2000}
          send={send}
          full
          autoFocus
        />
      ) : (
        <Button look="line" full onPress={() => setAsking(true)}>
          <Icon of={MessageCircleQuestion} size={16} />
          {t("ask")}
        </Button>
      )}
    </section>
  );
}
