import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, must } from "~/api/client";
import { useFormat } from "~/i18n/format";
import { Button } from "~/ui/button";
import { Dialog } from "~/ui/dialog";
import { Fault } from "~/ui/fault";
import { NumberField, RadioGroup } from "~/ui/field";
import type { StageKey } from "../confidence/queries";
import { goldsKey, type Level } from "./queries";

const [LEAST, MOST] = [1, 200];
const SOURCES = ["consensus", "inspection"] as const;
type Source = (typeof SOURCES)[number];

/** Makes known answers of what many agreed on, or of what two inspectors let through. */
export function Gather({
  path,
  level,
  onClose,
}: {
  path: StageKey;
  level: Level;
  onClose: () => void;
}) {
  const { t } = useTranslation(["golds", "common"]);
  const { number } = useFormat();
  const client = useQueryClient();
  const [source, setSource] = useState<Source>("consensus");
  const [count, setCount] = useState(20);
  const wrong = !(count >= LEAST && count <= MOST);
  const gather = useMutation({
    mutationFn: () =>
      must(
        api.POST("/api/v1/projects/{project_id}/stages/{stage_id}/golds/gather", {
          params: { path },
          body: { source, level, count },
        }),
      ),
    onSuccess: () => client.invalidateQueries({ queryKey: goldsKey(path) }),
  });
  const found = gather.data;
  return (
    <Dialog title={t("gather.title")} open onClose={onClose}>
      <p className="t2">{t(level === 0 ? "gather.what" : "gather.what_judge")}</p>
      <RadioGroup
        label={t("gather.source")}
        options={SOURCES.map((id) => ({
          id,
          name: t(`source.${id}`),
          detail: t(`gather.detail.${id}`),
        }))}
        value={source}
        onChange={(id) => {
          setSource(id as Source);
          gather.reset();
        }}
      />
      <NumberField
        label={t("gather.count")}
        value={count}
        onChange={(n) => {
          setCount(n);
          gather.reset();
        }}
        error={wrong ? t("gather.range", { low: number(LEAST), high: number(MOST) }) : undefined}
      />
      <Fault error={gather.error} />
      {found !== undefined && (
        <div className="col g4" role="status">
          <p className="strong">
            {t(found.made === 0 ? "gather.made_none" : "gather.made", { n: number(found.made) })}
          </p>
          {found.short != null && <p className="t2">{t(`gather.short.${found.short}`)}</p>}
        </div>
      )}
      <footer className="row">
        <Button className="grow" onPress={onClose}>
          {t(found === undefined ? "common:cancel" : "common:close")}
        </Button>
        <Button
          look="primary"
          className="grow"
          busy={gather.isPending}
          isDisabled={wrong || found !== undefined}
          onPress={() => gather.mutate()}
        >
          {t("gather.go")}
        </Button>
      </footer>
    </Dialog>
  );
}
