import type { LucideIcon } from "lucide-react";
import type { Label } from "../../core/doc";
import type { Act } from "../../core/keymap";
import type { Tool } from "../../core/tool";

/** A tool as the rail, the keys and the sheet know it. Its word is `acts.tool.<id>`. */
export type ToolKind = {
  icon: LucideIcon;
  keys: Act["keys"];
  /** It is offered where the schema has a label of this kind; always, where nothing is named. */
  draws?: Label["kind"] | "page_span";
  /** May it be used where the answer cannot be changed? */
  reads?: boolean;
  /** What its own keys do, by `Tool.act`. */
  acts?: readonly Act[];
  icons?: Readonly<Record<string, LucideIcon>>;
  create: () => Tool;
};

/** An act of a tool. */
export const toolAct = (id: string, ...keys: string[]): Act => ({ id, group: "tools", keys });
