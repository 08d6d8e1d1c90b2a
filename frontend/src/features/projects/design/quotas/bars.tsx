import { CircleCheck, CircleDashed } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useFormat } from "~/i18n/format";
import { useProfileWords } from "~/i18n/profile";
import { Button } from "~/ui/button";
import { Segments } from "~/ui/segments";
import { Mark } from "~/ui/state";
import { figure, Table } from "~/ui/table";
import { type Counted, isFull, keyOf, type Quotas, sumOf } from "./model";
import { useCellWords } from "./words";

const PAGE = 60;

/** How far each group is: bars that move while people work, or the same as a table. */
export function QuotaBars({ quotas }: { quotas: Quotas }) {
  const { t } = useTranslation(["collecting", "common"]);
  const { number } = useFormat();
  const words = useProfileWords();
  const name = useCellWords();
  const [view, setView] = useState<"bars" | "table">("bars");
  const [most, setMost] = useState(PAGE);
  const sums = sumOf(quotas.cells);
  const shown = quotas.cells.slice(0, most);
  return (
    <section className="col g12" aria-label={t("quotas.standing")}>
      <div className="row between wrap">
        <dl className="figures">
          {(["accepted", "taken", "goal"] as const).map((what) => (
            <div key={what}>
              <dt>{t(`quotas.${what}`)}</dt>
              <dd>{number(sums[what])}</dd>
            </div>
          ))}
          <div>
            <dt>{t("quotas.full_cells")}</dt>
            <dd>
              {number(sums.full)} / {number(quotas.cells.length)}
            </dd>
          </div>
        </dl>
        <Segments
          label={t("quotas.view")}
          parts={[
            { id: "bars", word: t("quotas.bars") },
            { id: "table", word: t("quotas.table") },
          ]}
          chosen={view}
          onChoose={setView}
        />
      </div>
      {view === "bars" ? (
        <ul className="quota-bars">
          {shown.map((one) => (
            <Bar key={keyOf(one.cell)} one={one} />
          ))}
        </ul>
      ) : (
        <Table
          label={t("quotas.standing")}
          rows={shown}
          keyOf={(one) => keyOf(one.cell)}
          columns={[
            ...quotas.by.map((axis) => ({
              id: axis,
              word: words.axis(axis),
              cell: ({ cell }: Counted) => words.value(axis, cell[axis] ?? ""),
            })),
            { ...figure("accepted", t("quotas.accepted")), cell: (one) => number(one.accepted) },
            { ...figure("taken", t("quotas.taken")), cell: (one) => number(one.taken) },
            { ...figure("goal", t("quotas.goal")), cell: (one) => number(one.goal) },
            { id: "state", word: t("quotas.state"), cell: (one) => <Full one={one} /> },
          ]}
        />
      )}
      {most < quotas.cells.length && (
        <Button full onPress={() => setMost(most + PAGE)}>
          {t("common:more")}
        </Button>
      )}
      <p className="sr-only">
        {shown
          .filter(isFull)
          .map(({ cell }) => name(cell))
          .join(", ")}
      </p>
    </section>
  );
}

function Full({ one }: { one: Counted }) {
  const { t } = useTranslation("collecting");
  return isFull(one) ? (
    <Mark icon={CircleCheck} tone="ok">
      {t("quotas.full")}
    </Mark>
  ) : (
    <Mark icon={CircleDashed}>{t("quotas.room")}</Mark>
  );
}

/** One group: accepted in green, taken behind it in grey, up to the goal. */
function Bar({ one }: { one: Counted }) {
  const { t } = useTranslation("collecting");
  const { number } = useFormat();
  const name = useCellWords()(one.cell);
  const share = (n: number) => `${one.goal === 0 ? 0 : Math.min(100, (n / one.goal) * 100)}%`;
  const under = Math.max(0, one.taken - one.accepted);
  const values = {
    accepted: number(one.accepted),
    taken: number(one.taken),
    goal: number(one.goal),
  };
  return (
    <li>
      <span className="strong">{name}</span>
      <span
        className="bar"
        role="progressbar"
        aria-label={name}
        aria-valuemin={0}
        aria-valuemax={one.goal}
        aria-valuenow={Math.min(one.goal, one.taken)}
        aria-valuetext={t("quotas.bar_words", values)}
      >
        <i className="ok" style={{ width: share(one.accepted) }} />
        <i className="soft" style={{ width: share(under) }} />
      </span>
      <span className="label t2 nowrap">{t("quotas.bar_words", values)}</span>
      <Full one={one} />
    </li>
  );
}
