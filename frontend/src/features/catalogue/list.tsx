import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { Database, Search } from "lucide-react";
import { useTranslation } from "react-i18next";
import { api, must, type Schema } from "~/api/client";
import { DOMAINS } from "~/api/domains";
import { useFormat } from "~/i18n/format";
import { Empty } from "~/ui/fault";
import { Select, TextField } from "~/ui/field";
import { Icon } from "~/ui/icons";
import { MODALITY_ICONS } from "~/ui/modality";
import { PageTitle, rowsOf } from "~/ui/page";
import { useSought } from "~/ui/sought";
import { ListFrame, usePaged } from "~/ui/table";
import { OpenFrame } from "./frame";
import { type CatalogueSearch, SHOWN } from "./search";
import { modalityOf, type Row, useSaid } from "./words";

/** What everybody may take: found by words, by what it is for, and by what it is made of. */
export function Catalogue() {
  return (
    <OpenFrame>
      <Found />
    </OpenFrame>
  );
}

function Found() {
  const { t } = useTranslation("catalogue");
  const { number } = useFormat();
  const asked = useSearch({ from: "/catalogue" });
  const list = usePaged<Row>(["catalogue", asked], (after) =>
    must(api.GET("/api/v1/catalogue", { params: { query: { ...asked, after, limit: 24 } } })),
  );
  const rows = rowsOf(list);
  const narrowed = Object.values(asked).some((value) => value !== undefined);
  const n = `${number(rows.length)}${list.hasNextPage ? "+" : ""}`;
  return (
    <>
      <PageTitle name={t("name")}>
        {list.data === undefined || rows.length === 0 ? t("title") : t("title_n", { n })}
      </PageTitle>
      <p className="t2">{t("what")}</p>
      <Filters asked={asked} />
      <ListFrame
        list={list}
        none={
          <Empty icon={Database} title={narrowed ? t("none_found") : t("none")}>
            <p>{narrowed ? t("none_found_hint") : t("none_hint")}</p>
          </Empty>
        }
      >
        <ul className="open-list">
          {rows.map((row) => (
            <Line key={row.id} row={row} />
          ))}
        </ul>
      </ListFrame>
    </>
  );
}

function Filters({ asked }: { asked: CatalogueSearch }) {
  const { t } = useTranslation("catalogue");
  const go = useNavigate({ from: "/catalogue" });
  const { typed, type } = useSought(asked.q ?? "", (words) =>
    go({ search: { ...asked, q: words || undefined }, replace: true }),
  );
  const all = { id: "", name: t("all") };
  return (
    <search className="open-filters">
      <TextField
        label={t("search")}
        value={typed}
        onChange={type}
        maxLength={200}
        suffix={<Icon of={Search} size={16} />}
      />
      <Select
        label={t("domain_word")}
        options={[all, ...DOMAINS.map((id) => ({ id, name: t(`domain.${id}`) }))]}
        value={asked.domain ?? ""}
        onChange={(next) =>
          go({ search: { ...asked, domain: DOMAINS.find((id) => id === next) }, replace: true })
        }
      />
      <Select
        label={t("modality_word")}
        options={[all, ...SHOWN.map((id) => ({ id, name: t(`modality.${id}`) }))]}
        value={asked.modality ?? ""}
        onChange={(next) =>
          go({ search: { ...asked, modality: SHOWN.find((id) => id === next) }, replace: true })
        }
      />
    </search>
  );
}

function Line({ row }: { row: Schema<"DatasetRow"> }) {
  const { t } = useTranslation("catalogue");
  const { number, bytes, day } = useFormat();
  const said = useSaid();
  const modality = modalityOf(row.modality);
  return (
    <li>
      <span className="open-cover">
        {row.thumbnail_url == null ? (
          <Icon of={modality === null ? Database : MODALITY_ICONS[modality]} size={32} />
        ) : (
          <img src={row.thumbnail_url} alt="" loading="lazy" decoding="async" />
        )}
      </span>
      <div className="grow">
        <Link
          to="/catalogue/$datasetId"
          params={{ datasetId: String(row.id) }}
          className="row-link title"
        >
          {said(row, "title")}
        </Link>
        <p className="t2 open-about">{said(row, "about")}</p>
        <p className="label t3 dot-sep">
          <span>{t(`domain.${row.domain}`)}</span>
          {modality !== null && <span>{t(`modality.${modality}`)}</span>}
          <span>{t("items", { n: number(row.items) })}</span>
          <span>{bytes(row.bytes)}</span>
          <span>v{row.version}</span>
          <span>{day(row.released_at)}</span>
          <span>{row.organisation}</span>
        </p>
      </div>
    </li>
  );
}
