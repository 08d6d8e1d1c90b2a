import type { Told } from "~/annotate/kit";
import { later } from "~/annotate/parts/later";
import { useFollowing } from "~/annotate/use";
import type { Desk } from "../model/desk";

const Refusal = later(() => import("./refusal").then((its) => its.Refusal));

/** What is wrong with the work. While nobody has tried to hand it in, one quiet line; after that,
 * all of it, each at its place. */
export function Wrong({ desk, tried }: { desk: Desk; tried: boolean }) {
  const { kit, editor } = desk;
  const revision = useFollowing(editor, (state) => state.revision);
  const faults: readonly Told[] = editor.faults();
  if (faults.length > 0 && tried) return <kit.Faults editor={editor} faults={faults} />;
  if (desk.refused?.refusal != null && revision === 0) return <Refusal desk={desk} />;
  const [first] = faults;
  return first === undefined ? null : (
    <p className="hint wk-hint">
      <kit.Fault editor={editor} fault={first} />
    </p>
  );
}
