import { useMutation } from "@tanstack/react-query";
import { FileUp } from "lucide-react";
import { useState } from "react";
import { FileTrigger } from "react-aria-components";
import { useTranslation } from "react-i18next";
import { api, must } from "~/api/client";
import { useFormat } from "~/i18n/format";
import { Button } from "~/ui/button";
import { Dialog } from "~/ui/dialog";
import { Fault } from "~/ui/fault";
import { Icon } from "~/ui/icons";
import { figure, Table } from "~/ui/table";
import { type House, pays } from "../house";
import { type Detail, type Result, useRefresh } from "./queries";

const OUTCOMES = ["paid", "failed", "already", "amount_differs", "contradicts", "unknown"] as const;

/** Takes what the bank answers, and says what became of each row. */
export function BankResult({ house, payout }: { house: House; payout: Detail }) {
  const { t } = useTranslation("payouts");
  const refresh = useRefresh();
  const [told, setTold] = useState<Result>();
  const take = useMutation({
    mutationFn: (file: File) =>
      must(
        api.POST("/api/v1/organisations/{organisation_id}/payouts/{payout_id}/result", {
          params: { path: { organisation_id: payout.organisation_id, payout_id: payout.id } },
          body: { file: file as unknown as string },
          bodySerializer: () => {
            const form = new FormData();
            form.append("file", file, file.name);
            return form;
          },
        }),
      ),
    onSuccess: setTold,
  });
  if (!pays(house)) return null;
  return (
    <section className="col g12" aria-labelledby="result">
      <h2 className="title" id="result">
        {t("result.title")}
      </h2>
      <p className="label t3">{t("result.hint")}</p>
      <Fault error={take.error} />
      <FileTrigger
        acceptedFileTypes={[".csv", ".txt", ".xlsx"]}
        onSelect={(files) => {
          const [file] = files ?? [];
          if (file !== undefined) take.mutate(file);
        }}
      >
        <Button look="primary" full busy={take.isPending}>
          <Icon of={FileUp} size={16} />
          {t("result.choose")}
        </Button>
      </FileTrigger>
      {told !== undefined && (
        <Report
          told={told}
          onClose={() => {
            // Only now: the page as it stands after it may have no place for this report.
            setTold(undefined);
            void refresh();
          }}
        />
      )}
    </section>
  );
}

function Report({ told, onClose }: { told: Result; onClose: () => void }) {
  const { t } = useTranslation("payouts");
  const { t: common } = useTranslation();
  const { number } = useFormat();
  const counts = OUTCOMES.map((one) => ({ one, n: told.counts[one] ?? 0 })).filter(
    ({ n }) => n > 0,
  );
  const all = counts.reduce((sum, { n }) => sum + n, 0);
  return (
    <Dialog title={t("result.said", { n: number(all) })} open onClose={onClose} wide>
      <dl className="adm-sums">
        {counts.map(({ one, n }) => (
          <div key={one}>
            <dt className="label t3">{t(`result.outcomes.${one}`)}</dt>
            <dd className="pnum">{number(n)}</dd>
          </div>
        ))}
      </dl>
      {told.odd.length > 0 && (
        <>
          <h3 className="strong">{t("result.rows")}</h3>
          <Table
            label={t("result.rows")}
            rows={told.odd}
            keyOf={(row) => row.row}
            columns={[
              {
                id: "row",
                word: t("result.row"),
                look: "nowrap",
                cell: (row) => t("result.row_n", { n: number(row.row) }),
              },
              {
                id: "outcome",
                word: t("result.outcome"),
                cell: (row) => t(`result.outcomes.${row.outcome}`),
              },
              { id: "says", word: t("result.says"), look: "t2", cell: (row) => row.said },
              {
                ...figure("amount", t("net")),
                cell: (row) => (row.amount === null ? "" : number(row.amount)),
              },
            ]}
          />
        </>
      )}
      <Button look="primary" main full onPress={onClose}>
        {common("close")}
      </Button>
    </Dialog>
  );
}
