import { useQuery, useQueryClient } from "@tanstack/react-query";
import { ClipboardPaste, Plus } from "lucide-react";
import { useLayoutEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useFormat } from "~/i18n/format";
import { Button } from "~/ui/button";
import { Icon } from "~/ui/icons";
import { schemaQuery } from "../../design/versions";
import type { Stage } from "../../frame/queries";
import { useKept } from "../../kept";
import { begin } from "../upload/job";
import { parcelsOf } from "../upload/pick";
import { freshRow, isWritten, linesOf, MOST, type PromptRow, roleFor, tooLong } from "./model";
import { Paste } from "./paste";
import { PromptRows } from "./rows";
import "./prompts.css";

/** Prompts written by hand, kept on this device until they are put into the stage. */
export function ByHand({ stage }: { stage: Stage }) {
  const { t } = useTranslation("collecting");
  const { number, full } = useFormat();
  const client = useQueryClient();
  const schema = useQuery(schemaQuery(stage)).data;
  const first = roleFor(schema?.labels.map(({ kind }) => kind) ?? ["recording"]);
  const kept = useKept<PromptRow[]>(`prompts.${stage.project_id}.${stage.id}`, [freshRow(first)]);
  const [pasting, setPasting] = useState(false);
  const [tried, setTried] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  // The new line is written in at once: nothing that is typed meanwhile goes elsewhere.
  const added = useRef(false);
  useLayoutEffect(() => {
    if (!added.current) return;
    added.current = false;
    box.current?.querySelector<HTMLInputElement>(".prompt-rows li:last-child input")?.focus();
  });
  const rows = kept.value;
  const count = rows.filter(isWritten).length;
  const long = tooLong(rows);
  const add = () => {
    kept.set([...rows, freshRow(rows.at(-1)?.role ?? first)]);
    added.current = true;
  };
  const put = () => {
    setTried(true);
    if (count === 0 || long >= 0) return;
    const name = `${t("prompts.name")} ${full(new Date())}`;
    const file = new File([linesOf(rows)], `prompts-${Date.now()}.jsonl`);
    begin(
      { client, projectId: stage.project_id, stageId: stage.id },
      parcelsOf([{ path: file.name, file }]).map((parcel) => ({ ...parcel, name })),
      { check: false, format: "jsonl", skip: false },
    );
    kept.clear();
  };
  return (
    <div ref={box} className="col g12">
      <p className="hint">{t("prompts.hint")}</p>
      <PromptRows rows={rows} onChange={kept.set} onAdd={add} />
      <div className="row wrap g8">
        <Button look="line" onPress={add}>
          <Icon of={Plus} />
          {t("prompts.add")}
        </Button>
        <Button look="ghost" onPress={() => setPasting(true)}>
          <Icon of={ClipboardPaste} />
          {t("prompts.paste")}
        </Button>
      </div>
      <p className="t2" aria-live="polite">
        {t("prompts.total", {
          n: number(count),
          people: number(stage.overlap),
          all: number(count * stage.overlap),
        })}
      </p>
      {tried && count === 0 && <p className="err">{t("prompts.none")}</p>}
      {tried && long >= 0 && (
        <p className="err">{t("prompts.too_long", { n: long + 1, most: number(MOST) })}</p>
      )}
      <div>
        <Button look="primary" main onPress={put}>
          {count === 0 ? t("prompts.open") : t("prompts.save", { n: number(count) })}
        </Button>
      </div>
      {pasting && (
        <Paste
          role={first}
          onClose={() => setPasting(false)}
          onPut={(more) => kept.set([...rows.filter(isWritten), ...more])}
        />
      )}
    </div>
  );
}
