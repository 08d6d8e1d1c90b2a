import { useTranslation } from "react-i18next";
import { wording } from "../../text/wording";

/** Words that came and went, in their place. */
export function Wording({ before, after }: { before: string; after: string }) {
  const { t } = useTranslation("annotate-clock");
  return (
    <span className="ck-wording">
      {wording(before, after).map((one, at) => {
        const key = `${at} ${one.kind}`;
        if (one.kind === "same") return <span key={key}>{one.text}</span>;
        const Tag = one.kind === "added" ? "ins" : "del";
        return (
          <Tag key={key}>
            <span className="sr-only">{t(`diff.${one.kind}`)} </span>
            {one.text}
          </Tag>
        );
      })}
    </span>
  );
}
