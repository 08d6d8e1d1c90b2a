import { Minus, Move, Plus, Tag } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Icon } from "~/ui/icons";
import { isClockMark } from "../../clock/doc";
import { useNaming } from "../../clock/use";
import type { Difference } from "../../core/diff";
import type { Annotation } from "../../core/doc";
import { paint } from "../../parts/swatch";
import type { Track } from "../doc";
import type { VideoEditor } from "../editor";
import { isTrack, shapeAt } from "../tracks";
import { useTrackName } from "../use";

/** The frames on which two tracks are not seen alike: the first and how many. */
function apart(before: Track, after: Track, length: number): { first: number; count: number } {
  let first = -1;
  let count = 0;
  for (let frame = 0; frame < length; frame += 1) {
    if (JSON.stringify(shapeAt(before, frame)) === JSON.stringify(shapeAt(after, frame))) continue;
    if (first < 0) first = frame;
    count += 1;
  }
  return { first, count };
}

/** What is different, in words; a press shows the place. */
export function DiffList({ editor, diff }: { editor: VideoEditor; diff: Difference }) {
  const { t } = useTranslation(["annotate-video", "annotate"]);
  const trackName = useTrackName(editor);
  const naming = useNaming(editor.clock);
  const name = (one: Annotation) => (isTrack(one) ? trackName(one) : naming.says(one));
  const rows = [
    ...diff.added.map((one) => ({
      one,
      icon: Plus,
      tone: "c-ok",
      says: t("annotate:diff.added"),
      at: null,
    })),
    ...diff.removed.map((one) => ({
      one,
      icon: Minus,
      tone: "c-bad",
      says: t("annotate:diff.removed"),
      at: null,
    })),
    ...diff.changed.map(({ before, after, relabelled }) => {
      const far =
        isTrack(before) && isTrack(after) ? apart(before, after, editor.film.length) : null;
      const moved = far !== null && far.count > 0;
      const says = [
        relabelled && t("annotate:diff.relabelled_from", { name: name(before) }),
        moved && t("diff_frames", { n: far.count, first: far.first }),
        isClockMark(before) && !relabelled && t("diff_from", { name: naming.range(before) }),
        !relabelled && !moved && !isClockMark(before) && t("annotate:diff.reworded"),
      ];
      return {
        one: after,
        icon: moved || isClockMark(before) ? Move : Tag,
        tone: "c-warn",
        says: says.filter(Boolean).join(" · "),
        at: moved ? far.first : null,
      };
    }),
  ];
  if (rows.length === 0) return <p className="t3 label">{t("annotate:diff.none")}</p>;
  const show = (one: Annotation, at: number | null) => {
    editor.select([one.id]);
    if (at !== null) editor.goTo(at);
    editor.reveal(one.id);
  };
  return (
    <ul className="an-diff">
      {rows.map(({ one, icon, tone, says, at }) => (
        <li key={`${says} ${one.id}`}>
          <button
            type="button"
            className="lrow label"
            style={paint(editor.choiceOf(one))}
            onClick={() => show(one, at)}
          >
            <Icon of={icon} size={14} className={tone} />
            {one.kind !== "class" && <span className="swatch" />}
            <span className="grow clip">{name(one)}</span>
            <span className="t3">{says}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}
