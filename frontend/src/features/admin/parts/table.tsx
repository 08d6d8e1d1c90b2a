import type { ReactNode } from "react";

export type Column = { id: string; word: string; num?: boolean; wide?: boolean; hidden?: boolean };

/** A table that scrolls inside itself where it is wider than the page. `wide` columns stay away
 * from phones; a `hidden` word is only read out. */
export function Table({
  label,
  columns,
  children,
}: {
  label: string;
  columns: readonly Column[];
  children: ReactNode;
}) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
    <section className="adm-scroll" aria-label={label} tabIndex={0}>
      <table className="table adm-table">
        <thead>
          <tr>
            {columns.map((column) => (
              <th
                key={column.id}
                scope="col"
                className={[column.num && "num", column.wide && "desk-only"]
                  .filter(Boolean)
                  .join(" ")}
              >
                {column.hidden ? <span className="sr-only">{column.word}</span> : column.word}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </section>
  );
}
