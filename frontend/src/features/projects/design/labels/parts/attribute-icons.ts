import {
  CircleDot,
  Hash,
  ListChecks,
  type LucideIcon,
  TextCursorInput,
  ToggleLeft,
} from "lucide-react";
import type { AttributeKind } from "../model";

/** The kinds of attributes, in the menu's order. */
export const ATTRIBUTE_ICONS: Readonly<Record<AttributeKind, LucideIcon>> = {
  choice: CircleDot,
  many: ListChecks,
  number: Hash,
  text: TextCursorInput,
  flag: ToggleLeft,
};
