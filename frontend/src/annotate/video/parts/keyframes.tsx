import { Trash2 } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Icon } from "~/ui/icons";
import type { Track } from "../doc";
import type { VideoEditor } from "../editor";
import { isPlaced, type Keyframe, keyframeAt } from "../tracks";
import { useFrameAfter, useTrackName, useVideo } from "../use";

/** So many are listed; the timeline and keys go to the others. */
const LISTED = 200;

/** The keyframes of a track: a press goes there. */
export function Keyframes({ editor, track }: { editor: VideoEditor; track: Track }) {
  const { t } = useTranslation("annotate-video");
  const name = useTrackName(editor)(track);
  const here = useFrameAfter(editor, (frame) => keyframeAt(track, frame)?.frame ?? -1);
  const off = useVideo(editor, (state) => state.readOnly);
  const all: readonly Keyframe[] = track.keyframes;
  const seen = all.filter(isPlaced).length;
  return (
    <section aria-label={t("keyframes_of", { name })}>
      <h3 className="row between an-head">
        {t("keyframes")}
        <span className="t3 an-light">{t("keyframes_n", { n: all.length })}</span>
      </h3>
      <ul className="vd-keys">
        {all.slice(0, LISTED).map((one) => (
          <li key={one.frame} className="row">
            <button
              type="button"
              className="lrow label grow"
              aria-current={one.frame === here ? "true" : undefined}
              onClick={() => editor.goTo(one.frame)}
            >
              <span className="grow">{t("frame_n", { n: one.frame })}</span>
              {!isPlaced(one) && <span className="t3">{t("outside")}</span>}
              {isPlaced(one) && one.occluded === true && (
                <span className="t3">{t("occluded")}</span>
              )}
            </button>
            {!off && (seen > 1 || !isPlaced(one)) && (
              <button
                type="button"
                className="an-icon"
                aria-label={t("key_remove", { n: one.frame })}
                onClick={() => editor.removeKey(track.id, one.frame)}
              >
                <Icon of={Trash2} size={14} />
              </button>
            )}
          </li>
        ))}
      </ul>
      {all.length > LISTED && (
        <p className="t3 label">{t("keyframes_more", { n: all.length - LISTED })}</p>
      )}
    </section>
  );
}
