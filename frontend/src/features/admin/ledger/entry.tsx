import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { ReceiptText } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { useMe } from "~/api/session";
import { useFormat } from "~/i18n/format";
import { Fault, Note, Skeleton } from "~/ui/fault";
import { Money } from "~/ui/money";
import { PageTitle } from "~/ui/page";
import { WorkMark } from "~/ui/state";
import { useHouse } from "../house";
import { type Turn, Turns } from "../parts/turns";
import { WorkShown } from "../parts/work-shown";
import { useAccountName } from "./accounts";
import { Behind } from "./behind";
import { readEntry, type Traced } from "./queries";

/** From a won to its picture: what one movement of money was for. */
export function EntryPage() {
  const { t } = useTranslation("admin");
  const { number } = useFormat();
  const { entryId } = useParams({ from: "/inside/admin/ledger/$entryId" });
  const house = useHouse({ all: true });
  const found = useQuery({
    queryKey: ["admin", "entry", house?.id ?? 0, Number(entryId)],
    staleTime: 600_000, // entries never change; the links to the picture hold for a while
    queryFn: () => readEntry(house?.id, Number(entryId)),
  });
  if (found.isPending) return <Skeleton lines={8} />;
  if (found.isError) return <Fault error={found.error} retry={() => found.refetch()} />;
  const { entry } = found.data;
  const words = {
    won: number(entry.amount),
    name: entry.person ?? entry.pseudonym ?? "",
    project: entry.project,
  };
  return (
    <>
      <PageTitle name={t("ledger.entry_n", { n: entry.id })}>
        {t(`ledger.said.${entry.kind}`, words)}
      </PageTitle>
      <div className="adm-cols">
        <Work traced={found.data} />
        <aside className="adm-aside" aria-label={t("ledger.facts")}>
          <EntryFacts traced={found.data} />
          {found.data.assignment !== null && <WorkFacts work={found.data.assignment} />}
        </aside>
      </div>
    </>
  );
}

/** The picture or the text, and everything that was handed in about it. */
function Work({ traced }: { traced: Traced }) {
  const { t } = useTranslation("admin");
  const { item, turns } = traced;
  const first = turns.filter((turn) => turn.answer !== null && turn.level === 0).at(-1);
  const [chosen, setChosen] = useState<Turn>();
  const shown = chosen ?? first;
  if (item === null)
    return (
      <div className="col g24">
        <Note icon={ReceiptText}>
          {t(`ledger.no_work.${traced.entry.kind}`, { cause: traced.entry.cause })}
        </Note>
        {traced.behind !== null && <Behind behind={traced.behind} />}
      </div>
    );
  return (
    <div className="col g24">
      <figure className="col g8">
        <WorkShown
          item={item}
          media={item.media}
          captures={
            traced.assignment === null
              ? undefined
              : {
                  project_id: traced.entry.project_id,
                  assignment_id: traced.assignment.root_id,
                }
          }
          schema={traced.label_schema}
          turns={turns}
          shown={shown}
          pins={turns.at(-1)?.pins ?? []}
        />
        <figcaption className="label t3">{item.name}</figcaption>
      </figure>
      {turns.length > 0 && (
        <section className="col g8">
          <h2 className="title">{t("turns.title")}</h2>
          <Turns turns={turns} shown={shown?.submission_id} onShow={setChosen} />
        </section>
      )}
    </div>
  );
}

function EntryFacts({ traced }: { traced: Traced }) {
  const { t } = useTranslation("admin");
  const { full } = useFormat();
  const account = useAccountName();
  const house = useHouse({ all: true });
  const { operator } = useMe();
  const { entry, reversed_by } = traced;
  return (
    <section className="col g12">
      <p className="pnum">
        <Money won={entry.amount} />
      </p>
      <Facts>
        <Fact word={t("ledger.what")}>{t(`ledger.kinds.${entry.kind}`)}</Fact>
        <Fact word={t("ledger.at")}>{full(entry.at)}</Fact>
        <Fact word={t("ledger.from")}>{account(entry.debit_account)}</Fact>
        <Fact word={t("ledger.to")}>{account(entry.credit_account)}</Fact>
        {entry.person_id !== null && (
          <Fact word={t("filter.person")}>
            {operator ? (
              <Link
                to="/admin/people/$personId"
                params={{ personId: String(entry.person_id) }}
                className="adm-link acc"
              >
                {entry.person}
              </Link>
            ) : (
              entry.person
            )}
          </Fact>
        )}
        <Fact word={t("filter.project")}>
          <Link
            to="/admin/ledger"
            search={{ house: house?.id, project_id: entry.project_id }}
            className="acc"
          >
            {entry.project}
          </Link>
        </Fact>
        <Fact word={t("organisations.one")}>{entry.organisation}</Fact>
        {traced.line !== null && (
          <Fact word={t("ledger.line")}>
            {house === undefined ? (
              <Money won={traced.line.gross} />
            ) : (
              <Link
                to="/admin/payouts/$payoutId"
                params={{ payoutId: String(traced.line.payout_id) }}
                search={{ house: house.id }}
                className="acc"
              >
                <Money won={traced.line.gross} />
              </Link>
            )}
          </Fact>
        )}
        <Fact word={t("ledger.cause")}>
          <span className="mono">{entry.cause}</span>
        </Fact>
        {entry.reverses !== null && (
          <Fact word={t("ledger.reverses")}>
            <Other id={entry.reverses} />
          </Fact>
        )}
        {reversed_by !== null && (
          <Fact word={t("ledger.reversed_by")}>
            <Other id={reversed_by} />
          </Fact>
        )}
      </Facts>
    </section>
  );
}

function WorkFacts({ work }: { work: NonNullable<Traced["assignment"]> }) {
  const { t } = useTranslation(["admin", "common"]);
  const { full } = useFormat();
  return (
    <section className="col g12">
      <h2 className="title">{t("admin:ledger.work")}</h2>
      <WorkMark state={work.state} />
      <Facts>
        <Fact word={t("admin:ledger.level")}>
          {t(`common:level.${work.level as 0 | 1 | 2}`)} · {work.stage}
        </Fact>
        <Fact word={t("admin:ledger.worker")}>
          {work.worker} ({work.pseudonym})
        </Fact>
        <Fact word={t("admin:ledger.price")}>
          <Money won={work.price} />
        </Fact>
        <Fact word={t("admin:ledger.taken")}>{full(work.reserved_at)}</Fact>
        {work.decided_at !== null && (
          <Fact word={t("admin:ledger.decided")}>{full(work.decided_at)}</Fact>
        )}
        {work.surplus && <Fact word={t("admin:ledger.data")}>{t("admin:ledger.surplus")}</Fact>}
      </Facts>
    </section>
  );
}

const Facts = ({ children }: { children: ReactNode }) => <dl className="adm-facts">{children}</dl>;

function Fact({ word, children }: { word: string; children: ReactNode }) {
  return (
    <>
      <dt>{word}</dt>
      <dd>{children}</dd>
    </>
  );
}

function Other({ id }: { id: number }) {
  const house = useHouse({ all: true });
  return (
    <Link
      to="/admin/ledger/$entryId"
      params={{ entryId: String(id) }}
      search={{ house: house?.id }}
      className="acc"
    >
      #{id}
    </Link>
  );
}
