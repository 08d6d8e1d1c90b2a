import { useNavigate, useSearch } from "@tanstack/react-router";
import { CircleCheck, FileSignature, History, Plus } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, must, type Schema } from "~/api/client";
import { useFormat } from "~/i18n/format";
import { Button } from "~/ui/button";
import { Empty, Fault, Skeleton } from "~/ui/fault";
import { Icon } from "~/ui/icons";
import { More, PageTitle, rowsOf } from "~/ui/page";
import { Chips } from "~/ui/segments";
import { Mark } from "~/ui/state";
import { usePaged } from "../parts/paged";
import { Table } from "../parts/table";
import { AGREEMENTS, type AgreementKind } from "../words";
import { Publish } from "./publish";
import { Read } from "./read";

/** Every version of what people sign, and how many have signed it. */
export function Agreements() {
  const { t } = useTranslation(["admin", "common"]);
  const { kind, id } = useSearch({ from: "/inside/admin/agreements" });
  const go = useNavigate({ from: "/admin/agreements" });
  const [asks, setAsks] = useState(false);
  const list = usePaged(["admin", "agreements", kind ?? null], (after) =>
    must(
      api.GET("/api/v1/oversight/agreements", { params: { query: { kind, after, limit: 50 } } }),
    ),
  );
  const rows = rowsOf(list);
  const read = (which: number | undefined) =>
    go({ search: (old) => ({ ...old, id: which }), resetScroll: false });
  return (
    <>
      <PageTitle
        name={t("admin:pages.agreements")}
        aside={
          kind !== "project" && (
            <Button look="primary" main onPress={() => setAsks(true)}>
              <Icon of={Plus} />
              {t("admin:agreements.publish")}
            </Button>
          )
        }
      >
        {t("admin:agreements.title")}
      </PageTitle>
      <div className="adm-tools">
        <Chips
          label={t("admin:agreements.kind")}
          parts={[
            { id: "all", word: t("common:all") },
            ...AGREEMENTS.map((one) => ({ id: one, word: t(`admin:agreements.kinds.${one}`) })),
          ]}
          chosen={kind ?? "all"}
          onChoose={(next) =>
            go({ search: { kind: next === "all" ? undefined : (next as AgreementKind) } })
          }
        />
      </div>
      <Fault error={list.error} retry={() => list.refetch()} />
      {list.isPending && <Skeleton lines={5} />}
      {list.isSuccess && rows.length === 0 && (
        <Empty icon={FileSignature} title={t("admin:agreements.none")}>
          <p>{t("admin:agreements.none_hint")}</p>
        </Empty>
      )}
      {rows.length > 0 && (
        <Table
          label={t("admin:pages.agreements")}
          columns={[
            { id: "title", word: t("admin:agreements.name") },
            { id: "version", word: t("admin:agreements.version"), num: true },
            { id: "state", word: t("admin:agreements.state") },
            { id: "signed", word: t("admin:agreements.signed"), num: true },
            { id: "at", word: t("admin:agreements.at"), num: true, wide: true },
          ]}
        >
          {rows.map((row) => (
            <Line key={row.id} row={row} onRead={() => read(row.id)} />
          ))}
        </Table>
      )}
      <More list={list} />
      <Read id={id} onClose={() => read(undefined)} />
      {asks && (
        <Publish kind={kind === "privacy" ? "privacy" : "terms"} onClose={() => setAsks(false)} />
      )}
    </>
  );
}

function Line({ row, onRead }: { row: Schema<"AgreementRow">; onRead: () => void }) {
  const { t, i18n } = useTranslation("admin");
  const { number, full } = useFormat();
  return (
    <tr>
      <td>
        <Button look="text" onPress={onRead}>
          {i18n.language === "en" ? row.title_en : row.title_ko}
        </Button>
        <small className="label t3 two-lines">
          {row.project ?? t(`agreements.kinds.${row.kind}`)}
        </small>
      </td>
      <td className="num">{row.version}</td>
      <td>
        {row.current ? (
          <Mark icon={CircleCheck} tone="ok">
            {t("agreements.current")}
          </Mark>
        ) : (
          <Mark icon={History} tone="off">
            {t("agreements.past")}
          </Mark>
        )}
      </td>
      <td className="num">{t("agreements.signed_n", { n: number(row.signatures) })}</td>
      <td className="num t3 desk-only">{full(row.published_at)}</td>
    </tr>
  );
}
