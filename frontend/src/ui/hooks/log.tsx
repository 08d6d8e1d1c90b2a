import { useInfiniteQuery } from "@tanstack/react-query";
import { Send } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useFormat } from "~/i18n/format";
import { Button } from "~/ui/button";
import { Empty } from "~/ui/fault";
import { Chips } from "~/ui/segments";
import { figure, moment, PagedTable } from "~/ui/table";
import { Message } from "./delivery";
import { useKindName } from "./kinds";
import { OutcomeMark } from "./marks";
import {
  type Delivery,
  deliveriesOf,
  type Home,
  type Hook,
  hooksKey,
  type Outcome,
} from "./queries";

const PARTS = ["all", "waiting", "delivered", "given_up"] as const;

/** What a webhook was told, the newest first, and how each message stands. */
export function Log({ home, hook }: { home: Home; hook: Hook }) {
  const { t } = useTranslation("hooks");
  const { full, number } = useFormat();
  const name = useKindName();
  const [part, setPart] = useState<(typeof PARTS)[number]>("all");
  const [shown, setShown] = useState<Delivery | null>(null);
  const outcome: Outcome | undefined = part === "all" ? undefined : part;
  const list = useInfiniteQuery({
    queryKey: [...hooksKey(home), hook.id, "log", part],
    refetchInterval: 5000,
    initialPageParam: undefined as number | undefined,
    queryFn: ({ pageParam }) => deliveriesOf(home, hook.id, pageParam, outcome),
    getNextPageParam: (last) => last.next ?? undefined,
  });
  return (
    <section className="col g8">
      <h2 className="title">{t("log")}</h2>
      <Chips
        label={t("log")}
        parts={PARTS.map((id) => ({ id, word: t(`outcome.${id}`) }))}
        chosen={part}
        onChoose={setPart}
      />
      <PagedTable
        list={list}
        label={t("log")}
        keyOf={(row) => row.id}
        none={
          <Empty icon={Send} title={t("log_none")}>
            <p>{t("log_none_hint")}</p>
          </Empty>
        }
        columns={[
          { ...figure("sequence", t("sequence")), cell: (row) => number(row.sequence) },
          {
            id: "kind",
            word: t("what"),
            cell: (row) => (
              <Button look="text" onPress={() => setShown(row)}>
                {name(row.kind)}
              </Button>
            ),
          },
          {
            id: "outcome",
            word: t("state_word"),
            cell: (row) => <OutcomeMark outcome={row.outcome} />,
          },
          { ...figure("attempts", t("attempts")), wide: true, cell: (row) => row.attempts },
          { ...moment("at", t("at")), cell: (row) => full(row.made_at) },
        ]}
      />
      {shown !== null && (
        <Message home={home} hook={hook} deliveryId={shown.id} onClose={() => setShown(null)} />
      )}
    </section>
  );
}
