import { Check } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Icon } from "~/ui/icons";
import type { SuggestedLooks } from "../kit";
import { useStore } from "../use";
import type { Suggestions } from "./suggestions";

type Props = {
  suggestions: Suggestions;
  /** The label, and the part that it is asked of. */
  name: string;
  part: string | null;
} & Pick<SuggestedLooks, "useSays">;

// What has a place is shown there.
const PLACELESS = new Set(["class", "rating", "writing", "comparison", "ranking"]);

/** What is suggested as the answer to a question, with the button that accepts it. */
export function Beside({ suggestions, name, part, useSays }: Props) {
  const { t } = useTranslation("suggested");
  const { open, at } = useStore(suggestions.state, (state) => state);
  const says = useSays(suggestions.editor);
  const here = open.filter(
    (one) =>
      one.name === name &&
      PLACELESS.has(one.kind) &&
      (("part" in one ? one.part : null) ?? null) === part,
  );
  return here.map((one) => (
    <p key={one.id} className="sg-beside" data-current={open[at] === one}>
      <span className="grow">
        <b>{t("suggestion")}</b> {says(one)}
      </span>
      <button
        type="button"
        className="chip"
        aria-label={t("accept_this", { what: says(one) })}
        onClick={() => suggestions.accept(one.id)}
      >
        <Icon of={Check} size={16} />
        {t("accept_short")}
      </button>
    </p>
  ));
}
