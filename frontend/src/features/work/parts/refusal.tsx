import { CircleAlert } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Told } from "~/annotate/kit";
import { Problem } from "~/api/problem";
import { useSentence } from "~/ui/fault";
import { Icon } from "~/ui/icons";
import type { Desk } from "../model/desk";

/** What the server found wrong, as long as the work is as it was then. */
function refusedFaults(desk: Desk): readonly Told[] {
  const errors = desk.refused?.refusal?.more.errors;
  if (!Array.isArray(errors)) return [];
  return errors.map((error: { code?: string; annotation?: string | null }) => ({
    code: error.code ?? "other",
    annotation: error.annotation ?? null,
  }));
}

/** Why the server did not take the work. */
export function Refusal({ desk }: { desk: Desk }) {
  const { t } = useTranslation("work");
  const says = useSentence();
  const { kit, editor } = desk;
  const refusal = desk.refused?.refusal ?? null;
  if (refusal === null) return null;
  const told = refusedFaults(desk);
  if (told.length > 0) return <kit.Faults editor={editor} faults={told} />;
  const { status, code, detail, more } = refusal;
  return (
    <div role="alert" className="note bad">
      <Icon of={CircleAlert} />
      <p className="grow">
        <b>{t("refused.title")}</b> {says(new Problem(status, { ...more, code, detail }))}
      </p>
    </div>
  );
}
