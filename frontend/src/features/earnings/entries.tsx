import { infiniteQueryOptions, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import {
  CircleCheck,
  CirclePlus,
  Download,
  Landmark,
  type LucideIcon,
  Receipt,
  Undo2,
} from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, must, type Schema } from "~/api/client";
import { useFormat } from "~/i18n/format";
import { Button } from "~/ui/button";
import { Empty, Fault, Skeleton } from "~/ui/fault";
import { Icon } from "~/ui/icons";
import { Money } from "~/ui/money";
import { More, rowsOf } from "~/ui/page";
import { csv, save } from "./csv";

type Entry = Schema<"EntryOut">;

const entriesQuery = (project: number | undefined) =>
  infiniteQueryOptions({
    queryKey: ["me", "ledger", project ?? 0],
    queryFn: ({ pageParam }) =>
      must(
        api.GET("/api/v1/me/ledger", {
          params: { query: { newest: true, limit: 20, after: pageParam, project_id: project } },
        }),
      ),
    initialPageParam: 0,
    getNextPageParam: (page) => page.next ?? undefined,
  });

/** What projects are called, also those that one has left. */
function useNames(): (id: number) => string {
  const totals = useQuery({
    queryKey: ["me", "earnings", "projects"],
    queryFn: () => must(api.GET("/api/v1/me/earnings")),
  });
  return (id) => totals.data?.find((one) => one.project_id === id)?.project ?? `#${id}`;
}

/** A worker's piece pays for the assignment, an inspection for what was handed in. */
const pieceOf = (entry: Entry): string | null =>
  /^assignment:(\d+)$/.exec(entry.cause)?.[1] ?? null;

function useKind(): (entry: Entry) => string {
  const { t } = useTranslation("earnings");
  return (entry) => {
    if (entry.what === "training" || entry.what === "exam")
      return t(`kind.${entry.what}`, { course: entry.course ?? "" });
    if (entry.kind === "earn") return t(pieceOf(entry) === null ? "kind.inspect" : "kind.earn");
    if (entry.kind === "reverse") return t(isPayout(entry) ? "kind.came_back" : "kind.reverse");
    if (entry.kind === "bonus" || entry.kind === "top_up" || entry.kind === "payout")
      return t(`kind.${entry.kind}`);
    return t("kind.other");
  };
}

/** Whether it is about a transfer: a failed one brings its money back. */
const isPayout = (entry: Entry): boolean => entry.cause.startsWith("payout:");

/** What it adds to what one is owed, or takes from it. */
const signed = (entry: Entry): number =>
  entry.kind === "payout" || (entry.kind === "reverse" && !isPayout(entry))
    ? -entry.amount
    : entry.amount;

function glyphOf(entry: Entry): LucideIcon {
  if (entry.kind === "payout") return Landmark;
  if (entry.kind === "reverse") return Undo2;
  return entry.kind === "bonus" || entry.kind === "top_up" ? CirclePlus : CircleCheck;
}

/** Each movement of money to this person, the newest first; all of them as CSV. */
export function Entries({ project }: { project: number | undefined }) {
  const { t } = useTranslation("earnings");
  const list = useInfiniteQuery(entriesQuery(project));
  const rows = rowsOf(list);
  return (
    <section className="sec">
      <div className="head">
        <h2 className="title">{t("entries")}</h2>
        {rows.length > 0 && <Csv project={project} />}
      </div>
      <p className="label t3">{t("entries_hint")}</p>
      <Fault error={list.error} retry={() => list.refetch()} />
      {list.isPending && <Skeleton lines={4} />}
      {list.isSuccess && rows.length === 0 && (
        <Empty icon={Receipt} title={t("no_entries")}>
          <p>{t("no_entries_hint")}</p>
        </Empty>
      )}
      <ul className="list">
        {rows.map((entry) => (
          <Line key={entry.id} entry={entry} />
        ))}
      </ul>
      <More list={list} />
    </section>
  );
}

function Line({ entry }: { entry: Entry }) {
  const { day, time } = useFormat();
  const nameOf = useNames();
  const kindOf = useKind();
  const piece = pieceOf(entry);
  const inside = (
    <>
      <span className="thumb">
        <Icon of={glyphOf(entry)} />
      </span>
      <span className="grow">
        <b className="clip block">{nameOf(entry.project_id)}</b>
        <span className="label t3">
          {kindOf(entry)} · {day(entry.at)} {time(entry.at)}
        </span>
      </span>
      <Money won={signed(entry)} sign />
    </>
  );
  return (
    <li>
      {piece === null ? (
        <div className="row grow">{inside}</div>
      ) : (
        <Link
          to="/my-work/$projectId/$assignmentId"
          params={{ projectId: String(entry.project_id), assignmentId: piece }}
          className="row grow"
        >
          {inside}
        </Link>
      )}
    </li>
  );
}

function Csv({ project }: { project: number | undefined }) {
  const { t } = useTranslation("earnings");
  const nameOf = useNames();
  const kindOf = useKind();
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<unknown>();
  const get = async () => {
    setBusy(true);
    setFault(undefined);
    try {
      const all: Entry[] = [];
      let after: number | null = 0;
      while (after !== null) {
        const query = { limit: 200, after, project_id: project };
        const page: Schema<"Page_EntryOut_"> = await must(
          api.GET("/api/v1/me/ledger", { params: { query } }),
        );
        all.push(...page.items);
        after = page.next ?? null;
      }
      const head = (["id", "at", "project", "kind", "amount", "currency", "cause"] as const).map(
        (one) => t(`csv_head.${one}`),
      );
      const lines = all.map((entry) => [
        entry.id,
        entry.at,
        nameOf(entry.project_id),
        kindOf(entry),
        signed(entry),
        entry.currency,
        entry.cause,
      ]);
      save("dure-earnings.csv", csv([head, ...lines]));
    } catch (error) {
      setFault(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <div className="col g8">
      <Button look="line" busy={busy} onPress={get}>
        <Icon of={Download} size={16} />
        {t("csv")}
      </Button>
      <Fault error={fault} />
    </div>
  );
}
