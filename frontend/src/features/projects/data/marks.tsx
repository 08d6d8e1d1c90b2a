import {
  Archive,
  CircleCheck,
  CircleDashed,
  CircleX,
  Clock,
  type LucideIcon,
  PackageCheck,
  PenLine,
  RotateCcw,
} from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Schema } from "~/api/client";
import { Mark, type Tone } from "~/ui/state";
import type { ItemState } from "./words";

const ITEM: Record<ItemState, [LucideIcon, Tone]> = {
  draft: [CircleDashed, "off"],
  ready: [CircleDashed, "off"],
  in_work: [PenLine, ""],
  accepted: [CircleCheck, "ok"],
  released: [PackageCheck, "ok"],
  reopened: [RotateCcw, "warn"],
  excluded: [Archive, "off"],
};

/** Where an item stands. */
export function ItemMark({ state, pill }: { state: ItemState; pill?: boolean }) {
  const { t } = useTranslation("data");
  const [icon, tone] = ITEM[state];
  return (
    <Mark icon={icon} tone={tone} pill={pill}>
      {t(`items.state.${state}`)}
    </Mark>
  );
}

const BATCH: Record<Schema<"BatchOut">["state"], [LucideIcon, Tone]> = {
  pending: [Clock, ""],
  importing: [CircleDashed, "now"],
  imported: [CircleCheck, "ok"],
  failed: [CircleX, "bad"],
  cancelled: [Archive, "off"],
};

/** How an import stands. */
export function BatchMark({ state, pill }: { state: Schema<"BatchOut">["state"]; pill?: boolean }) {
  const { t } = useTranslation("data");
  const [icon, tone] = BATCH[state];
  return (
    <Mark icon={icon} tone={tone} pill={pill}>
      {t(`batches.state.${state}`)}
    </Mark>
  );
}
