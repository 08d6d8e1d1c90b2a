import { useTranslation } from "react-i18next";
import { useFormat } from "~/i18n/format";
import { byQuestion, type Confused } from "./confused";
import "../confidence/confidence.css";

/** What one called so and the other so, question by question. */
export function Matrix({
  title,
  hint,
  confused,
  nameOf,
}: {
  title: string;
  hint: string;
  confused: Confused;
  nameOf: (name: string) => string;
}) {
  if (confused.names.length === 0) return null;
  return (
    <section className="col g12 mt-4">
      <h2 className="title">{title}</h2>
      <p className="hint">{hint}</p>
      {byQuestion(confused).map(([question, part]) => (
        <OfQuestion
          key={question}
          question={question}
          label={`${title} ${question}`}
          confused={part}
          nameOf={nameOf}
        />
      ))}
    </section>
  );
}

/** A table whose rows and columns both have heads; what is confused most stands out. */
function OfQuestion({
  question,
  label,
  confused,
  nameOf,
}: {
  question: string;
  label: string;
  confused: Confused;
  nameOf: (name: string) => string;
}) {
  const { t } = useTranslation("confidence");
  const { number } = useFormat();
  const names = confused.names.map((name) =>
    name === "" ? t("agree.nothing") : nameOf(name).replace(`${question}: `, ""),
  );
  const most = Math.max(
    1,
    ...confused.counts.map((row, at) => Math.max(0, ...row.filter((_, other) => other !== at))),
  );
  const look = (row: number, column: number, n: number): string =>
    n === 0 ? "num t3" : row === column ? "num same" : n > most / 2 ? "num much" : "num";
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
    <section className="table-scroll" aria-label={label} tabIndex={0}>
      <table className="table pad cf-matrix">
        <thead>
          <tr>
            <th scope="col">{question || t("agree.class_name")}</th>
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
              {names.map((other, column) => {
                const n = confused.counts[row]?.[column] ?? 0;
                return (
                  <td key={other} className={look(row, column, n)}>
                    {number(n)}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
