import { MapPin, Trash2 } from "lucide-react";
import { useTranslation } from "react-i18next";
import { ActKey } from "~/annotate";
import { Button } from "~/ui/button";
import { Icon } from "~/ui/icons";
import type { Pin } from "../model/judgement";
import type { Bench } from "./use-bench";

/** Begins and ends setting pins. */
export function PinToggle({ bench }: { bench: Bench }) {
  const { t } = useTranslation("review");
  const { pinning } = bench;
  return (
    <Button
      look="ghost"
      className="rv-pin-toggle"
      aria-pressed={pinning}
      onPress={() => bench.setPinning(!pinning)}
    >
      <Icon of={MapPin} size={14} />
      {t(pinning ? "pin_done" : "put_pin")}
      <ActKey act="review.pin" />
    </Button>
  );
}

/** The pins that were set, each with a word of its own. */
export function PinList({ bench }: { bench: Bench }) {
  const { t } = useTranslation("review");
  const { judgement, change } = bench;
  const { pins } = judgement;
  if (pins.length === 0) return null;
  const put = (index: number, note: string) =>
    change({ pins: pins.map((pin, at): Pin => (at === index ? { ...pin, note } : pin)) });
  return (
    <ol className="rv-pins" aria-label={t("pins")}>
      {pins.map((pin, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a pin is its number
        <li key={index} className="row">
          <span className="rv-pin-n" aria-hidden="true">
            {index + 1}
          </span>
          <input
            className="in grow"
            value={pin.note ?? ""}
            maxLength={500}
            aria-label={t("pin_note", { n: index + 1 })}
            placeholder={t("pin_note_hint")}
            onChange={(event) => put(index, event.target.value)}
          />
          <Button
            look="ghost"
            square
            aria-label={t("remove_pin", { n: index + 1 })}
            onPress={() => change({ pins: pins.filter((_, at) => at !== index) })}
          >
            <Icon of={Trash2} size={14} />
          </Button>
        </li>
      ))}
    </ol>
  );
}
