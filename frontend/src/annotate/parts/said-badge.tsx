import { useTranslation } from "react-i18next";
import type { Signed } from "./said";

/** The numbers of what was said, each with its words; they are cut where there is no room. */
export function SaidBadge({ pins }: { pins: readonly Signed[] }) {
  const { t } = useTranslation("annotate");
  return (
    <span className="an-said">
      {pins.map(({ sign, note }) => (
        <span key={sign} className="row g4" title={note ?? undefined}>
          <span className="sr-only">{t("said_here")}</span>
          <b className="pin-n">{sign}</b>
          {note && <span className="clip">{note}</span>}
        </span>
      ))}
    </span>
  );
}
