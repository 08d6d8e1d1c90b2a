import { useQuery } from "@tanstack/react-query";
import { Suspense, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Answer, Schema as LabelSchema } from "~/annotate/core/doc";
import { type Editing, type Kit, kitFor, type Source } from "~/annotate/kit";
import { Skeleton } from "~/ui/fault";

/** What works on a schema, with what these answers need. */
export const useKit = (schema: LabelSchema, answers: readonly unknown[]): Kit | undefined => {
  const [first] = useState(answers);
  return useQuery({
    queryKey: ["kit written", schema, first],
    staleTime: Number.POSITIVE_INFINITY,
    networkMode: "always",
    retry: false,
    queryFn: () => kitFor(schema.modality, schema, ...first),
  }).data;
};

type Props = {
  kit: Kit;
  schema: LabelSchema;
  source: Source;
  /** What stands there at first; another editor for another needs another `key`. */
  begin: Answer | null;
  /** What it is that is written here. */
  label: string;
  onChange: (answer: Answer) => void;
  /** What is wrong with it, once that has been asked for. */
  told: boolean;
};

/** The editor that workers have, on one item. Its keys act while it has the focus. */
export function QuestionDesk({ kit, schema, source, begin, label, onChange, told }: Props) {
  // Once: who comes back to the page after a while has its links asked for again, and keeps the work.
  const [editor] = useState(() => kit.open(schema, source, begin));
  useEffect(() => editor.onChange(onChange), [editor, onChange]);
  const [here, setHere] = useState(false);
  return (
    <section
      className="question-desk"
      aria-label={label}
      onFocus={() => setHere(true)}
      onBlur={(event) => event.currentTarget.contains(event.relatedTarget) || setHere(false)}
    >
      <Suspense fallback={<Skeleton lines={8} />}>
        <div className="question-rail">
          <kit.Rail editor={editor} />
        </div>
        <div className="question-board">
          <kit.Board editor={editor} keys={here} />
        </div>
        <div className="question-panel panel">
          <kit.Panel editor={editor} />
          {told && <Wrong kit={kit} editor={editor} />}
        </div>
      </Suspense>
    </section>
  );
}

/** What is still wrong with the answer. */
function Wrong({ kit, editor }: { kit: Kit; editor: Editing }) {
  const { t } = useTranslation("courses");
  const faults = editor.faults();
  if (faults.length === 0) return null;
  return (
    <section role="alert" className="col g8">
      <p className="strong">{t("write.faults")}</p>
      <kit.Faults editor={editor} faults={faults} />
    </section>
  );
}
