import { useTranslation } from "react-i18next";
import { linesOf, nearChanges } from "./lines";

/** What changed from one text to another, line by line. */
export function Difference({ before, after }: { before: string; after: string }) {
  const { t } = useTranslation("projects");
  const lines = nearChanges(linesOf(before, after));
  if (lines.every((line) => line === null || line.how === "same"))
    return <p className="hint">{t("guideline.same")}</p>;
  return (
    <div className="diff-lines">
      {lines.map((line, at) => {
        const key = `${at}${line?.how}`;
        if (line === null)
          return (
            <p key={key} className="t3" aria-hidden="true">
              ⋯
            </p>
          );
        if (line.how === "same") return <p key={key}>{line.text || "\u00a0"}</p>;
        const Tag = line.how === "new" ? "ins" : "del";
        return (
          <p key={key} className={`diff-${line.how}`}>
            <Tag>{line.text || "\u00a0"}</Tag>
          </p>
        );
      })}
    </div>
  );
}
