import { Info } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Button } from "~/ui/button";
import { Icon } from "~/ui/icons";
import { inOrder, isSegment } from "../../clock/doc";
import { ClockPanel } from "../../clock/parts/panel";
import { segmentLabelOf } from "../../clock/use";
import { ActKey } from "../../parts/act-key";
import { useFollowing } from "../../use";
import type { SoundEditor } from "../editor";
import { isWritten, specialsIn } from "../written";
import { Specials } from "./parts-later";

type Of = { editor: SoundEditor };

/** How many are still to be written, and the way on. */
export function GoOn({ editor }: Of) {
  const { t } = useTranslation("annotate-clock");
  const answer = useFollowing(editor, (state) => state.answer);
  const segments = inOrder(answer).filter(isSegment);
  const written = segments.filter((one) =>
    isWritten(one, segmentLabelOf(editor, one.name)?.texts ?? []),
  );
  const writes = editor.schema.labels.some((one) => one.kind === "segment" && one.texts?.length);
  if (segments.length === 0) return null;
  const left = segments.length - written.length;
  return (
    <section>
      {writes && (
        <p className="label t3 row g6 sd-left">
          <Icon of={Info} size={14} />
          {left === 0 ? t("lines_done") : t("lines_left", { n: left })}
        </p>
      )}
      <Button look="soft" full onPress={() => editor.next(1)}>
        {t("next")} <ActKey act="sound.next" />
      </Button>
    </section>
  );
}

/** Everything that is asked of a sound beside it. */
export function SoundPanel({ editor }: Of) {
  return (
    <div className="an-panel sd-panel">
      {specialsIn(editor.schema).length > 0 && <Specials editor={editor} />}
      <ClockPanel editor={editor} />
      <GoOn editor={editor} />
    </div>
  );
}
