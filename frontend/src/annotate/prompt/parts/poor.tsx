import { useTranslation } from "react-i18next";
import { Shown } from "./shown";
import { Why, type Wrong } from "./why";

type Props = {
  wrong: readonly Wrong[];
  blob: Blob;
  kind?: "recording" | "photograph" | "film" | "file";
  wave?: readonly number[];
  seconds?: number | null;
  onKeep: () => void;
};

/** A take that will hardly pass: why, to hear again, and the way on all the same. */
export function Poor({ wrong, blob, kind = "recording", wave, seconds = null, onKeep }: Props) {
  const { t } = useTranslation("annotate-prompt");
  return (
    <section className="pr-take" data-state="wrong" aria-label={t("poor")}>
      <Why wrong={wrong} />
      <Shown
        kind={kind}
        name={t("poor")}
        blob={blob}
        seconds={seconds}
        {...(wave === undefined ? {} : { wave })}
      />
      <button type="button" className="btn ghost" onClick={onKeep}>
        {t("send_anyway")}
      </button>
    </section>
  );
}
