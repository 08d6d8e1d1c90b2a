import { useMutation, useQueryClient } from "@tanstack/react-query";
import { FileJson } from "lucide-react";
import { useState } from "react";
import { FileTrigger } from "react-aria-components";
import { useTranslation } from "react-i18next";
import { api, must, type Schema } from "~/api/client";
import { useFormat } from "~/i18n/format";
import { Button } from "~/ui/button";
import { Dialog } from "~/ui/dialog";
import { Fault } from "~/ui/fault";
import { Icon } from "~/ui/icons";
import { Progress } from "~/ui/page";
import type { Sample } from "./queries";
import { portions, readTruths } from "./truth-file";

type Refused = Schema<"TruthRefused">;
type Said = { compared: number; passed: number; refused: Refused[]; bad: number[] };
const SHOWN = 20;

/** Sends what is true of the sample's items, as a file of JSONL; what could not be compared is told. */
export function Truth({
  projectId,
  sample,
  onClose,
}: {
  projectId: number;
  sample: Sample;
  onClose: () => void;
}) {
  const { t } = useTranslation("reports");
  const { number } = useFormat();
  const client = useQueryClient();
  const [done, setDone] = useState({ n: 0, of: 0 });
  const send = useMutation({
    mutationFn: async (file: File): Promise<Said> => {
      const { truths, bad } = readTruths(await file.text());
      const said: Said = { compared: 0, passed: 0, refused: [], bad };
      setDone({ n: 0, of: truths.length });
      for (const some of portions(truths)) {
        const told = await must(
          api.POST("/api/v1/projects/{project_id}/samples/{sample_id}/truth", {
            params: { path: { project_id: projectId, sample_id: sample.id } },
            body: { truths: some },
          }),
        );
        said.compared += told.compared;
        said.passed += told.passed;
        said.refused.push(...told.refused);
        setDone((before) => ({ ...before, n: before.n + some.length }));
      }
      return said;
    },
    onSettled: () => client.invalidateQueries({ queryKey: ["project", projectId] }),
  });
  const said = send.data;
  return (
    <Dialog title={t("truth.send")} open onClose={onClose}>
      <p className="t2">{t("truth.hint")}</p>
      <pre className="code report-hash">
        {'{"name": "0001.jpg", "annotations": [{"id": "1", "name": "…", "kind": "box", …}]}'}
      </pre>
      <FileTrigger
        acceptedFileTypes={[".jsonl", ".ndjson", "application/jsonl", "application/x-ndjson"]}
        onSelect={(files) => {
          const file = files?.[0];
          if (file !== undefined) send.mutate(file);
        }}
      >
        <Button look="primary" busy={send.isPending}>
          <Icon of={FileJson} size={16} />
          {t("truth.choose")}
        </Button>
      </FileTrigger>
      {send.isPending && <Progress done={done.n} total={done.of} label={t("truth.comparing")} />}
      <Fault error={send.error} />
      {said !== undefined && (
        <div className="col g8" role="status">
          <p>{t("truth.said", { n: number(said.compared), m: number(said.passed) })}</p>
          {said.bad.length > 0 && (
            <p className="note warn">
              {t("truth.bad", { lines: said.bad.slice(0, SHOWN).map(number).join(", ") })}
            </p>
          )}
          {said.refused.length > 0 && (
            <>
              <p className="strong">{t("truth.refused", { n: number(said.refused.length) })}</p>
              <ul className="label t2">
                {said.refused.slice(0, SHOWN).map((one) => (
                  <li key={`${one.name} ${one.code}`} className="break">
                    {one.name} ·{" "}
                    {one.code === "answer_refused" ? one.detail : t(`truth.why.${one.code}`)}
                  </li>
                ))}
              </ul>
            </>
          )}
        </div>
      )}
    </Dialog>
  );
}
