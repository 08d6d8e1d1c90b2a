import { useTranslation } from "react-i18next";
import { type KindProps, useLabel } from "../building";
import { ColourPick } from "../colour";
import { freshSpeaker } from "../model";
import { Rows } from "./rows";

const COLOURS = 12; // that the look has; after them they come round again

/** Who may be heard: one is chosen for each segment. */
export function Speakers({ label }: KindProps) {
  const { t } = useTranslation("projects");
  const { set } = useLabel(label);
  return (
    <section className="col g4" aria-label={t("labels.speakers")}>
      <h4 className="label strong">{t("labels.speakers")}</h4>
      {label.speakers.length === 0 && <p className="hint">{t("labels.speakers_hint")}</p>}
      <Rows
        rows={label.speakers}
        fresh={freshSpeaker}
        onChange={(speakers) => set({ speakers })}
        label={t("labels.speakers")}
        add={t("labels.speaker_add")}
        lead={(one, at, change) => (
          <ColourPick
            label={t("labels.colour_of", {
              name: one.ko || one.en || t("labels.row", { n: at + 1 }),
            })}
            value={one.colour}
            shown={one.colour || `var(--label-${(at % COLOURS) + 1})`}
            onChange={(colour) => change({ colour })}
          />
        )}
      />
    </section>
  );
}
