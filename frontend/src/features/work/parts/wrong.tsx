import { CircleAlert } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Told } from "~/annotate/kit";
import { useFollowing } from "~/annotate/use";
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

/** What is wrong with the work. While nobody has tried to hand it in, one quiet line; after that,
 * all of it, each at its place. */
export function Wrong({ desk, tried }: { desk: Desk; tried: boolean }) {
  const { t } = useTranslation("work");
  const { kit, editor } = desk;
  const says = useSentence();
  const revision = useFollowing(editor, (state) => state.revision);
  const faults: readonly Told[] = editor.faults();
  if (faults.length > 0 && tried) return <kit.Faults editor={editor} faults={faults} />;
  const refusal = desk.refused?.refusal ?? null;
  if (refusal !== null && revision === 0) {
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
  const [first] = faults;
  return first === undefined ? null : (
    <p className="hint wk-hint">
      <kit.Fault editor={editor} fault={first} />
    </p>
  );
}
