import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, must } from "~/api/client";
import { Button } from "~/ui/button";
import { Fault, Skeleton } from "~/ui/fault";
import { Checkbox, Select, TextField } from "~/ui/field";
import { PageTitle } from "~/ui/page";
import { Segments } from "~/ui/segments";
import { toast } from "~/ui/toast";
import { type House, HouseSelect, pays, useHouse } from "../house";
import { Columns, Example } from "./columns";
import { NoHouse } from "./payouts";
import type { Template } from "./queries";
import "./payouts.css";

/** How the files of an organisation's bank look. */
export function TemplatePage() {
  const house = useHouse();
  return house === undefined ? <NoHouse /> : <OfHouse house={house} />;
}

const key = (house: number) => ["admin", "bank-template", house];

function OfHouse({ house }: { house: House }) {
  const { t } = useTranslation("payouts");
  const found = useQuery({
    queryKey: key(house.id),
    queryFn: () =>
      must(
        api.GET("/api/v1/organisations/{organisation_id}/bank-template", {
          params: { path: { organisation_id: house.id } },
        }),
      ),
  });
  return (
    <div className="adm-narrow">
      <PageTitle name={t("template.page")}>{t("template.title")}</PageTitle>
      <p className="t2">{t("template.hint")}</p>
      <div className="adm-tools">
        <HouseSelect />
      </div>
      {found.isPending && <Skeleton lines={6} />}
      <Fault error={found.error} retry={() => found.refetch()} />
      {found.data !== undefined && (
        <Editor
          key={house.id}
          house={house}
          begun={found.data.own ?? found.data.presets.generic}
          presets={found.data.presets}
        />
      )}
    </div>
  );
}

function Editor({
  house,
  begun,
  presets,
}: {
  house: House;
  begun: Template | undefined;
  presets: { [name: string]: Template };
}) {
  const { t } = useTranslation("payouts");
  const { t: common } = useTranslation();
  const client = useQueryClient();
  const [made, setMade] = useState(begun);
  const save = useMutation({
    mutationFn: (body: Template) =>
      must(
        api.PUT("/api/v1/organisations/{organisation_id}/bank-template", {
          params: { path: { organisation_id: house.id } },
          body,
        }),
      ),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: key(house.id) });
      toast(t("template.saved"));
    },
  });
  if (made === undefined) return null;
  const put = (change: Partial<Template>) => setMade({ ...made, ...change });
  const like = (["generic", "multi"] as const).find(
    (one) => JSON.stringify(presets[one]) === JSON.stringify(made),
  );
  return (
    <form
      className="col g24"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate(made);
      }}
    >
      <Segments
        label={t("template.from")}
        parts={[
          { id: "generic", word: t("bank.generic") },
          { id: "multi", word: t("bank.multi") },
          ...(like === undefined ? [{ id: "own" as const, word: t("bank.own") }] : []),
        ]}
        chosen={like ?? "own"}
        onChoose={(one) => {
          const preset = presets[one];
          if (preset !== undefined) setMade(preset);
        }}
      />
      <div className="adm-pair">
        <Select
          label={t("template.encoding")}
          value={made.encoding}
          onChange={(to) => put({ encoding: to as Template["encoding"] })}
          options={[
            { id: "utf-8", name: "UTF-8" },
            { id: "cp949", name: "CP949 (EUC-KR)" },
          ]}
        />
        <Select
          label={t("template.delimiter")}
          value={made.delimiter}
          onChange={(to) => put({ delimiter: to as Template["delimiter"] })}
          options={[
            { id: ",", name: t("template.comma") },
            { id: ";", name: t("template.semicolon") },
            { id: "\t", name: t("template.tab") },
          ]}
        />
      </div>
      <Checkbox isSelected={made.header} onChange={(header) => put({ header })}>
        {t("template.header")}
      </Checkbox>
      <Columns columns={made.columns} onChange={(columns) => put({ columns })} />
      <Example template={made} />
      <Answer made={made} onChange={(result) => put({ result })} />
      <Fault error={save.error} />
      {pays(house) ? (
        <Button type="submit" look="primary" main busy={save.isPending}>
          {common("save")}
        </Button>
      ) : (
        <p className="t3">{t("template.only_finance")}</p>
      )}
    </form>
  );
}

/** Where the file that comes back says what. */
function Answer({
  made,
  onChange,
}: {
  made: Template;
  onChange: (result: Template["result"]) => void;
}) {
  const { t } = useTranslation("payouts");
  const { result } = made;
  const [paid, setPaid] = useState(result.paid.join(", "));
  return (
    <section className="col g16">
      <h2 className="title">{t("template.result")}</h2>
      <div className="adm-pair">
        {(["reference", "amount", "status"] as const).map((part) => (
          <TextField
            key={part}
            label={t(`template.${part}`)}
            value={result[part]}
            maxLength={40}
            onChange={(head) => onChange({ ...result, [part]: head })}
          />
        ))}
        <TextField
          label={t("template.reason")}
          hint={t("template.reason_hint")}
          value={result.reason ?? ""}
          maxLength={40}
          onChange={(head) => onChange({ ...result, reason: head || null })}
        />
      </div>
      <TextField
        label={t("template.paid")}
        hint={t("template.paid_hint")}
        value={paid}
        onChange={(text) => {
          setPaid(text);
          const words = text.split(",").map((word) => word.trim());
          onChange({ ...result, paid: words.filter((word) => word !== "") });
        }}
      />
    </section>
  );
}
