import { useTranslation } from "react-i18next";
import { useFormat } from "~/i18n/format";
import type { ShownModality } from "~/ui/modality";
import type { Version } from "./words";

const FEW = 12;
const SPLITS = ["training", "validation", "test"] as const;

/** What is in a version: its classes as bars from zero, how it is shared out. */
export function Contents({
  version,
  modality,
}: {
  version: Version;
  modality: ShownModality | null;
}) {
  const { t, i18n } = useTranslation("catalogue");
  const { number, percent, aligned } = useFormat();
  const found = version.statistics;
  if (found === null) {
    return (
      <section className="col g8">
        <h2 className="title">{t("inside")}</h2>
        <p className="t2">{t("counting")}</p>
      </section>
    );
  }
  const all = found.classes.reduce((sum, one) => sum + one.marks, 0);
  const most = Math.max(1, ...found.classes.map((one) => one.marks));
  const name = (one: (typeof found.classes)[number]) =>
    (i18n.language === "en" ? one.en : one.ko) ?? one.class;
  const shown = found.classes.slice(0, FEW);
  const rest = found.classes.slice(FEW);
  const [first] = found.classes;
  const leads = first !== undefined && found.classes.length > 1 && first.marks > 0.6 * all;
  const splits = Object.entries(found.splits);
  const row = (one: (typeof found.classes)[number]) => (
    <tr key={`${one.label} ${one.class}`}>
      <th scope="row">{name(one)}</th>
      <td className="open-bar">
        <i style={{ width: `${(one.marks / most) * 100}%` }} />
      </td>
      <td className="num">{number(one.marks)}</td>
      <td className="num t3 desk-only">{aligned(all === 0 ? 0 : one.marks / all)}</td>
    </tr>
  );
  return (
    <section className="col g8">
      <h2 className="title">{t("inside")}</h2>
      {shown.length === 0 ? (
        <p className="t2">
          {modality === null ? t("no_classes") : t("no_classes_of", { n: number(found.items) })}
        </p>
      ) : (
        <table className="open-bars">
          <caption className="sr-only">{t("classes")}</caption>
          <tbody>{shown.map(row)}</tbody>
        </table>
      )}
      {rest.length > 0 && (
        <details className="fold">
          <summary>{t("more_classes", { n: number(rest.length) })}</summary>
          <table className="open-bars">
            <caption className="sr-only">{t("classes")}</caption>
            <tbody>{rest.map(row)}</tbody>
          </table>
        </details>
      )}
      {leads && (
        <p className="label t2">
          {t("unbalanced", { name: name(first), share: percent(first.marks / all) })}
        </p>
      )}
      {splits.length > 0 && (
        <p className="label t2 dot-sep">
          {splits.map(([id, n]) => {
            const known = SPLITS.find((one) => id.toLowerCase().includes(one));
            const folder = known === undefined ? id : t(`split.${known}`);
            return <span key={id}>{t("split_of", { name: folder, n: number(n) })}</span>;
          })}
        </p>
      )}
    </section>
  );
}
