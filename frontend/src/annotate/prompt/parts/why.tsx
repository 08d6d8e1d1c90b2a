import { CircleAlert } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Icon } from "~/ui/icons";
import { typeName } from "../measures";

export type Wrong = {
  code: string;
  detail?: string;
  value?: number | string | null;
  limit?: number | string | null;
};

const KNOWN = new Set([
  "too_short",
  "too_long",
  "too_quiet",
  "clipped",
  "silent",
  "noisy",
  "wrong_rate",
  "wrong_channels",
  "wrong_container",
  "too_small",
  "too_large",
  "blurred",
  "too_dark",
  "too_bright",
  "duplicate",
  "alike",
  "played_back",
  "unreadable",
  "wrong_type",
  "infected",
  "scan_failed",
]);

const shown = (code: string, value: Wrong["value"]): string => {
  if (code === "wrong_type") return typeName(String(value ?? ""));
  if (typeof value !== "number") return String(value ?? "").replace("x", " × ");
  if (code === "clipped" || (code === "silent" && value >= 0))
    return `${(value * 100).toFixed(1)}%`;
  return String(Math.round(value * 10) / 10);
};

/** What is wrong with a take and what to do, each as one sentence. */
export function useWhy(): (wrong: Wrong) => string {
  const { t } = useTranslation("annotate-prompt");
  return (wrong) => {
    const { code, detail = "", value, limit } = wrong;
    if (!KNOWN.has(code)) return detail || t("wrong.other");
    const quiet = code === "silent" && typeof value === "number" && value < 0;
    // Where it is not even of the kind that is asked for, there is no type to say.
    const strange = code === "wrong_type" && !String(value ?? "").includes("/");
    const said = quiet ? "nothing_heard" : strange ? "wrong_kind" : code;
    return t(`wrong.${said}` as "wrong.too_short", {
      value: shown(code, value),
      limit: shown(code, limit),
    });
  };
}

export function Why({ wrong }: { wrong: readonly Wrong[] }) {
  const why = useWhy();
  return (
    <ul className="pr-why">
      {wrong.map((one) => (
        <li key={one.code}>
          <Icon of={CircleAlert} size={16} />
          <span>{why(one)}</span>
        </li>
      ))}
    </ul>
  );
}
