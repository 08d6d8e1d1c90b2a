import { useNavigate, useSearch } from "@tanstack/react-router";
import { CircleCheck, FileSignature, History, Plus } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, must } from "~/api/client";
import { useFormat } from "~/i18n/format";
import { Button } from "~/ui/button";
import { Empty } from "~/ui/fault";
import { Icon } from "~/ui/icons";
import { PageTitle } from "~/ui/page";
import { Chips } from "~/ui/segments";
import { Mark } from "~/ui/state";
import { figure, moment, PagedTable, usePaged } from "~/ui/table";
import { AGREEMENTS, type AgreementKind } from "../words";
import { Publish } from "./publish";
import { Read } from "./read";

/** Every version of what people sign, and how many have signed it. */
export function Agreements() {
  const { t, i18n } = useTranslation(["admin", "common"]);
  const { number, full } = useFormat();
  const { kind, id } = useSearch({ from: "/inside/admin/agreements" });
  const go = useNavigate({ from: "/admin/agreements" });
  const [asks, setAsks] = useState(false);
  const list = usePaged(["admin", "agreements", kind ?? null], (after) =>
    must(
      api.GET("/api/v1/oversight/agreements", { params: { query: { kind, after, limit: 50 } } }),
    ),
  );
  const read = (which: number | undefined) =>
    go({ search: (old) => ({ ...old, id: which }), resetScroll: false });
  return (
    <>
      <PageTitle
        name={t("admin:pages.agreements")}
        aside={
          kind !== "project" &&
          kind !== "win_win" && (
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
      <PagedTable
        list={list}
        lines={5}
        label={t("admin:pages.agreements")}
        keyOf={(row) => row.id}
        none={
          <Empty icon={FileSignature} title={t("admin:agreements.none")}>
            <p>{t("admin:agreements.none_hint")}</p>
          </Empty>
        }
        columns={[
          {
            id: "title",
            word: t("admin:agreements.name"),
            cell: (row) => (
              <>
                <Button look="text" onPress={() => read(row.id)}>
                  {i18n.language === "en" ? row.title_en : row.title_ko}
                </Button>
                <small className="label t3 block">
                  {row.project ?? row.organisation ?? t(`admin:agreements.kinds.${row.kind}`)}
                </small>
              </>
            ),
          },
          { ...figure("version", t("admin:agreements.version")), cell: (row) => row.version },
          {
            id: "state",
            word: t("admin:agreements.state"),
            look: "nowrap",
            cell: (row) =>
              row.current ? (
                <Mark icon={CircleCheck} tone="ok">
                  {t("admin:agreements.current")}
                </Mark>
              ) : (
                <Mark icon={History} tone="off">
                  {t("admin:agreements.past")}
                </Mark>
              ),
          },
          {
            ...figure("signed", t("admin:agreements.signed")),
            cell: (row) => t("admin:agreements.signed_n", { n: number(row.signatures) }),
          },
          { ...moment("at", t("admin:agreements.at")), cell: (row) => full(row.published_at) },
        ]}
      />
      <Read id={id} onClose={() => read(undefined)} />
      {asks && (
        <Publish kind={kind === "privacy" ? "privacy" : "terms"} onClose={() => setAsks(false)} />
      )}
    </>
  );
}
