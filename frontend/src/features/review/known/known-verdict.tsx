import { useMemo } from "react";
import { Known } from "~/annotate/told/known";
import { type Answered, toldOf } from "~/annotate/told/seen";
import { Fault } from "~/ui/fault";
import { usePiece } from "../viewer/use-piece";
import type { KnownVerdict } from "./use-known";

type Props = { known: KnownVerdict; onClose: () => void };

/** What was judged a moment ago, as it was shown or mended, laid over what would have been right. */
export function KnownPage({ known, onClose }: Props) {
  const { letter, said } = known;
  const { work, source, kit, fault, retry } = usePiece(letter.project_id, letter.assignment_id);
  const answered = useMemo<Answered | null>(() => {
    if (work === undefined || source === undefined || kit === undefined) return null;
    const mine = kit.readAnswer(letter.body.answer ?? work.subject?.answer ?? said.answer);
    const editor = kit.open(work.label_schema, source, mine, { readOnly: true });
    const judged = { verdict: letter.body.verdict ?? null };
    return { kit, schema: work.label_schema, source, editor, mine, judged };
  }, [work, source, kit, letter, said]);
  const told = useMemo(() => toldOf(said), [said]);
  if (answered === null || work === undefined)
    return fault == null ? null : <Fault error={fault} retry={retry} />;
  return (
    <Known
      answered={answered}
      told={told}
      name={work.item.name}
      guideline={work.guideline}
      onClose={onClose}
    />
  );
}
