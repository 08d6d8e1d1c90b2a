import { CircleCheck, CircleDashed, Users } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, must, type Schema } from "~/api/client";
import { useFormat } from "~/i18n/format";
import { Empty } from "~/ui/fault";
import { Chips } from "~/ui/segments";
import { Mark } from "~/ui/state";
import { PagedTable, usePaged } from "~/ui/table";

const FILTERS = ["unsigned", "signed", "all"] as const;

/** Whom an event concerns, and when each of them signed. */
export function Called({ house, signing }: { house: number; signing: Schema<"SigningOut"> }) {
  const { t } = useTranslation("signing");
  const { full } = useFormat();
  const [filter, setFilter] = useState<(typeof FILTERS)[number]>("unsigned");
  const signed = filter === "all" ? undefined : filter === "signed";
  // How many have signed stands in the key: while they do, who has not is read anew.
  const list = usePaged(
    ["admin", "signing", signing.id, filter, signing.standing.signed],
    (after) =>
      must(
        api.GET("/api/v1/organisations/{organisation_id}/signings/{signing_id}/people", {
          params: {
            path: { organisation_id: house, signing_id: signing.id },
            query: { after, limit: 50, signed },
          },
        }),
      ),
    false,
  );
  return (
    <section className="sec">
      <div className="head">
        <h2 className="title">{t("desk.called")}</h2>
        <Chips
          label={t("desk.filter")}
          parts={FILTERS.map((id) => ({ id, word: t(`desk.${id}`) }))}
          chosen={filter}
          onChoose={setFilter}
        />
      </div>
      <PagedTable
        list={list}
        lines={4}
        label={t("desk.called")}
        keyOf={(row) => row.person_id}
        none={<Empty icon={Users} title={t("desk.nobody")} />}
        columns={[
          {
            id: "person",
            word: t("desk.person"),
            cell: (row) => (
              <>
                {row.name}
                <small className="label t3 block">{row.pseudonym ?? row.email}</small>
              </>
            ),
          },
          {
            id: "signed",
            word: t("desk.signed_at"),
            num: true,
            cell: (row) =>
              row.signed_at === null ? (
                <Mark icon={CircleDashed} tone="off">
                  {t("desk.not_yet")}
                </Mark>
              ) : (
                <Mark icon={CircleCheck} tone="ok">
                  {full(row.signed_at)}
                </Mark>
              ),
          },
        ]}
      />
    </section>
  );
}
