import { useTranslation } from "react-i18next";
import { EntryTable } from "./entry-table";
import { type Traced, useEntries } from "./queries";

/** The movements that a bonus, a top-up or a payout rests on; each leads on to its picture. */
export function Behind({ behind }: { behind: NonNullable<Traced["behind"]> }) {
  const { t } = useTranslation("admin");
  const list = useEntries({
    project_id: behind.project_id,
    person_id: behind.person_id,
    since: behind.since ?? undefined,
    until: behind.until ?? undefined,
  });
  return (
    <section className="col g8">
      <h2 className="title">{t("ledger.behind")}</h2>
      <EntryTable
        list={list}
        label={t("ledger.behind")}
        none={<p className="t3">{t("ledger.behind_none")}</p>}
      />
    </section>
  );
}
