import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useFormat } from "~/i18n/format";
import { Select } from "~/ui/field";
import type { Balance } from "./queries";

const FAR = 5; // points away from its target that a value may be
const MOST = 12;

type Stages = readonly { id: number; name: string }[];

/** How often each class occurs among what was accepted, against what was aimed at. */
export function Balances({ groups, stages }: { groups: Balance[]; stages: Stages }) {
  const { t } = useTranslation("dashboard");
  const [chosen, setChosen] = useState(0);
  const group = groups[chosen] ?? groups[0];
  if (group === undefined) return <p className="label t3">{t("balance.none")}</p>;
  const name = (one: Balance) =>
    [
      stages.length > 1 && stages.find((stage) => stage.id === one.stage_id)?.name,
      t(`balance.kind.${one.kind}`, { name: one.name }),
    ]
      .filter(Boolean)
      .join(" · ");
  return (
    <>
      {groups.length > 1 ? (
        <Select
          aria-label={t("balance.which")}
          label=""
          value={String(groups.indexOf(group))}
          onChange={(key) => setChosen(Number(key))}
          options={groups.map((one, n) => ({ id: String(n), name: name(one) }))}
        />
      ) : (
        <p className="label t3">{name(group)}</p>
      )}
      <Values group={group} />
    </>
  );
}

function Values({ group }: { group: Balance }) {
  const { t } = useTranslation("dashboard");
  const { number, percent } = useFormat();
  const values = group.values.filter((one, n) => n < MOST || one.target !== null);
  const others = group.total - values.reduce((sum, one) => sum + one.n, 0);
  const top = Math.max(1, ...values.map((one) => Math.max(one.share, one.target ?? 0)));
  const aimed = values.some((one) => one.target !== null);
  return (
    <>
      <ol className="balance">
        {values.map((one) => {
          const off = one.target !== null && Math.abs(one.share - one.target) > FAR;
          return (
            <li key={one.value} className={off ? "off" : ""}>
              <span className="clip">{one.value}</span>
              <span className="track">
                <i className="ink" style={{ width: `${(one.share / top) * 100}%` }} />
                {one.target !== null && (
                  <s style={{ left: `${(one.target / top) * 100}%` }} aria-hidden />
                )}
              </span>
              <b className="num">{percent(one.share / 100)}</b>
              <span className="num t3">
                {one.target === null
                  ? number(one.n)
                  : t("balance.target", { share: percent(one.target / 100) })}
              </span>
            </li>
          );
        })}
      </ol>
      {others > 0 && <p className="label t3">{t("balance.others", { n: number(others) })}</p>}
      <p className="label t3">{t(aimed ? "balance.key" : "balance.no_target")}</p>
    </>
  );
}
