import { useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, must, newKey, type Schema } from "~/api/client";
import { Confirm } from "~/ui/dialog";
import { NumberField, Select, TextField } from "~/ui/field";
import { Money } from "~/ui/money";
import { toast } from "~/ui/toast";
import { stay } from "../data/stay";
import { budgetQuery, type Stage } from "../frame/queries";

type Kind = Schema<"BonusIn">["kind"];
const KINDS = ["volume", "quality", "deadline", "first"] as const satisfies readonly Kind[];

/** The last moment of a day in Seoul. */
const endOf = (day: string) => new Date(`${day}T23:59:59+09:00`);

/** Promises a bonus; what it may cost is seen before it is set aside. */
export function BonusForm({
  projectId,
  stages,
  onClose,
}: {
  projectId: number;
  stages: readonly Stage[];
  onClose: () => void;
}) {
  const { t } = useTranslation("bonuses");
  const client = useQueryClient();
  const { data: budget } = useSuspenseQuery(budgetQuery(projectId));
  const [stageId, setStageId] = useState(stages[0]?.id ?? 0);
  const [kind, setKind] = useState<Kind>("volume");
  const [pieces, setPieces] = useState(100);
  const [share, setShare] = useState(0.95);
  const [amount, setAmount] = useState(5000);
  const [most, setMost] = useState(20);
  const [day, setDay] = useState("");
  const [wrong, setWrong] = useState<string>();
  const key = useRef(newKey());
  const needed = (amount || 0) * (most || 0);
  const act = async () => {
    if (kind === "deadline" && day === "") {
      setWrong(t("last_day_needed"));
      return stay();
    }
    if (day !== "" && endOf(day).getTime() <= Date.now()) {
      setWrong(t("past"));
      return stay();
    }
    await must(
      api.POST("/api/v1/projects/{project_id}/stages/{stage_id}/bonuses", {
        params: {
          path: { project_id: projectId, stage_id: stageId },
          header: { "idempotency-key": key.current },
        },
        body: {
          kind,
          amount,
          most,
          pieces,
          share: kind === "quality" ? share : null,
          until: day === "" ? null : endOf(day).toISOString(),
        },
      }),
    );
    await client.invalidateQueries({ queryKey: ["project", projectId] });
    toast(t("made"));
  };
  const changed =
    <Value,>(set: (value: Value) => void) =>
    (value: Value) => {
      set(value);
      setWrong(undefined);
      key.current = newKey();
    };
  const unit = (word: string) => <span className="t3">{word}</span>;
  const count = (
    <NumberField
      label={t("pieces")}
      value={pieces}
      minValue={1}
      maxValue={1e6}
      step={1}
      onChange={changed(setPieces)}
      suffix={unit(t("pieces_unit"))}
    />
  );
  return (
    <Confirm title={t("make_title")} open onClose={onClose} act={act} word={t("make")}>
      <p className="label t2">{t("make_hint")}</p>
      {stages.length > 1 && (
        <Select
          label={t("stage")}
          options={stages.map((one) => ({ id: String(one.id), name: one.name }))}
          value={String(stageId)}
          onChange={changed((id) => setStageId(Number(id)))}
        />
      )}
      <Select
        label={t("which")}
        hint={t(`about.${kind}`)}
        options={KINDS.map((id) => ({ id, name: t(`kind.${id}`) }))}
        value={kind}
        onChange={changed((id) => setKind(id as Kind))}
      />
      {kind === "quality" ? (
        <div className="row g12 top">
          {count}
          <NumberField
            label={t("share")}
            value={share}
            minValue={0.01}
            maxValue={1}
            step={0.01}
            formatOptions={{ style: "percent" }}
            onChange={changed(setShare)}
          />
        </div>
      ) : (
        count
      )}
      <div className="row g12 top">
        <NumberField
          label={t("amount")}
          value={amount}
          minValue={1}
          maxValue={1e8}
          step={1}
          onChange={changed(setAmount)}
          suffix={unit(t("won"))}
        />
        <NumberField
          label={t("most")}
          value={most}
          minValue={1}
          maxValue={100_000}
          step={1}
          onChange={changed(setMost)}
          suffix={unit(t("times"))}
        />
      </div>
      <TextField
        label={t("last_day")}
        hint={kind === "deadline" ? undefined : t("last_day_hint")}
        error={wrong}
        type="date"
        value={day}
        onChange={changed(setDay)}
      />
      <p>
        {t("aside")} <Money won={needed} />
        {needed > budget.left && <span className="label c-warn strong"> · {t("over_left")}</span>}
      </p>
    </Confirm>
  );
}
