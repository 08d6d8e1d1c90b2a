import type { CSSProperties } from "react";
import type { Choice } from "../core/choices";

/** A choice's colour, and that of text upon it, for what is inside. */
export const paint = (choice: Choice | undefined): CSSProperties =>
  ({
    "--c": choice?.colour ?? "var(--text-3)",
    "--oc": choice?.on ?? "var(--bg)",
  }) as CSSProperties;
