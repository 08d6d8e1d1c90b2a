import { ImageOff } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Shown, type ShownProps } from "~/annotate/shown";
import type { Schema } from "~/api/client";
import { Note } from "~/ui/fault";
import { Segments } from "~/ui/segments";

type Turn = Schema<"Turn">;
type Props = Pick<ShownProps, "item" | "media" | "captures" | "schema" | "pins"> & {
  /** Everything that was handed in, and the answer of it that is shown. */
  turns: readonly Turn[];
  shown: Turn | undefined;
};

/** What the work was about, with an answer on it, and the places that were pointed at. Where there
 * was another answer before, the two can be held against each other. */
export function WorkShown({ turns, shown, ...rest }: Props) {
  const { t } = useTranslation("admin");
  const [against, setAgainst] = useState(false);
  const answers = turns.filter((turn) => turn.answer !== null);
  const at = answers.findIndex((turn) => turn.submission_id === shown?.submission_id);
  const before = at > 0 ? answers[at - 1] : undefined;
  if (rest.item.document === null && rest.media === null)
    return <Note icon={ImageOff}>{t("shown.none")}</Note>;
  return (
    <div className="col g8">
      {before !== undefined && (
        <Segments
          label={t("shown.which")}
          parts={[
            { id: "answer", word: t("shown.answer") },
            { id: "against", word: t("shown.against", { by: before.by }) },
          ]}
          chosen={against ? "against" : "answer"}
          onChoose={(id) => setAgainst(id === "against")}
        />
      )}
      <Shown {...rest} answer={shown?.answer} before={against ? before?.answer : undefined} />
    </div>
  );
}
