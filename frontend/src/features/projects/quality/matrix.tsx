import { useTranslation } from "react-i18next";
import { useFormat } from "~/i18n/format";
import type { Agreement } from "./noticing";
import "../confidence/confidence.css";

/** What one called so and the other so, as a table whose rows and columns both have heads. */
export function Matrix({ title, confused }: { title: string; confused: Agreement["confusion"] }) {
  const { t } = useTranslation("confidence");
  const { number } = useFormat();
  const names = confused.names.map((name) => name || t("agree.nothing"));
  if (names.length === 0) return null;
  return (
    <section className="col g12 mt-4">
      <h2 className="title">{title}</h2>
      <p className="hint">{t("agree.confusion_hint")}</p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard */}
      <section className="table-scroll" aria-label={title} tabIndex={0}>
        <table className="table pad cf-matrix">
          <thead>
            <tr>
              <th scope="col">{t("agree.class_name")}</th>
              {names.map((name) => (
                <th key={name} scope="col" className="num">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {names.map((name, row) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                {names.map((other, column) => (
                  <td key={other} className={row === column ? "num same" : "num"}>
                    {number(confused.counts[row]?.[column] ?? 0)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </section>
  );
}
