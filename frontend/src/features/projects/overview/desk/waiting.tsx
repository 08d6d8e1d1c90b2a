import { useTranslation } from "react-i18next";
import { useFormat } from "~/i18n/format";
import { Table } from "~/ui/table";
import type { Queues } from "./queries";

type Queue = Queues["queues"][number];
type Stages = readonly { id: number; name: string }[];

const AGES = ["h1", "h4", "d1", "d3", "d7", "more"] as const;
const SHOWN = 5;

/** What waits at each level, for how long, and with whom something has lain longest. */
export function Waiting({ data, stages }: { data: Queues; stages: Stages }) {
  const { t } = useTranslation("dashboard");
  const { ago, number } = useFormat();
  const name = (id: number) => stages.find((one) => one.id === id)?.name ?? "";
  const level = (one: { level: number }) => t(`waiting.level.${one.level as 0}`);
  const place = (one: { stage_id: number; level: number }) =>
    stages.length > 1 ? `${name(one.stage_id)} · ${level(one)}` : level(one);
  if (data.queues.length === 0) return <p className="label t3">{t("waiting.none")}</p>;
  return (
    <>
      <Table
        label={t("waiting.name")}
        rows={data.queues}
        keyOf={(one) => `${one.stage_id}:${one.level}`}
        columns={[
          { id: "where", word: t("waiting.where"), look: "nowrap", cell: place },
          {
            id: "n",
            word: t("waiting.free"),
            num: true,
            cell: (one) => `${number(one.places)}${one.more ? "+" : ""}`,
          },
          {
            id: "oldest",
            word: t("waiting.oldest"),
            num: true,
            look: "nowrap",
            cell: (one) => (one.oldest === null ? "–" : ago(one.oldest)),
          },
          { id: "ages", word: t("waiting.ages"), wide: true, cell: (one) => <Ages of={one} /> },
          {
            id: "held",
            word: t("waiting.held"),
            num: true,
            wide: true,
            cell: (one) => number(one.held),
          },
          { id: "rework", word: t("waiting.rework"), num: true, cell: (one) => number(one.rework) },
        ]}
      />
      <p className="label t3 ages-key desk-only" aria-hidden>
        {AGES.map((id, n) => (
          <span key={id}>
            <i data-age={n} /> {t(`waiting.age.${id}`)}
          </span>
        ))}
      </p>
      {data.people.length > 0 && (
        <>
          <h3 className="label strong">{t("waiting.longest")}</h3>
          <ul className="lying">
            {data.people.slice(0, SHOWN).map((one) => (
              <li key={`${one.pseudonym}:${one.stage_id}:${one.level}:${one.state}`}>
                <span className="strong clip">{one.pseudonym}</span>
                <span className="label t2 clip">
                  {place(one)} · {t(`waiting.lies.${one.state}`, { n: number(one.n) })}
                </span>
                <span className="label t3 nowrap">{ago(one.oldest)}</span>
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}

/** How old what waits is: a bar in parts, the older the darker. */
function Ages({ of }: { of: Queue }) {
  const { t } = useTranslation("dashboard");
  const { number } = useFormat();
  const words = AGES.map((id, n) => `${t(`waiting.age.${id}`)} ${number(of.ages[n] ?? 0)}`);
  return (
    <span className="ages" role="img" aria-label={words.join(", ")}>
      {of.places > 0 &&
        of.ages.map((n, at) => (
          <i
            // biome-ignore lint/suspicious/noArrayIndexKey: an age is its place
            key={at}
            data-age={at}
            style={{ width: `${(n / of.places) * 100}%` }}
            title={words[at]}
          />
        ))}
    </span>
  );
}
