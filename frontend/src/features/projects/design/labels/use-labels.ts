import { useSuspenseQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import type { Schema } from "~/annotate/core/doc";
import type { Stage } from "../../frame/queries";
import { useKept } from "../../kept";
import { useSaving } from "../saving";
import { schemaQuery } from "../versions";
import { faultsOf, keyAt, NONE } from "./faults";
import { blank, type SchemaDraft } from "./model";
import { useServerSentence } from "./said";
import { draftOf, schemaOf, sentLabels } from "./schema";
import { useTrial } from "./trial";

export type View = "form" | "json";

/** A stage's labels while they are written: kept on this device, tried by the server, saved. */
export function useLabels(stage: Stage) {
  const stored = useSuspenseQuery(schemaQuery(stage)).data;
  const first = stage.kind === "collect" ? "prompt" : "picture";
  const base = useMemo(() => (stored === null ? blank(first) : draftOf(stored)), [stored, first]);
  const kept = useKept(`schema.${stage.project_id}.${stage.id}`, base);
  const saving = useSaving(stage);
  const sentence = useServerSentence();
  const [view, setView] = useState<View>("form");
  const [tried, setTried] = useState(false);
  // The text's own value while it is written as JSON: the server shall see what a form drops.
  const [written, setWritten] = useState<Schema | null>(null);
  const [broken, setBroken] = useState(false);
  const draft = kept.value;
  const own = useMemo(() => schemaOf(draft), [draft]);
  const schema = written ?? own;
  // A question of which too little is written to be sent is a change, too.
  const unsent = kept.changed && sentLabels(draft).length < draft.labels.length;
  const differs = JSON.stringify(schema) !== JSON.stringify(schemaOf(base));
  const changed = broken || unsent || differs;
  const trial = useTrial(stage, schema, changed || view === "json");
  const faults = faultsOf(draft);
  const said = new Map(
    tried && view === "form"
      ? trial.errors.map((one) => [keyAt(draft, one.at), sentence(one)])
      : [],
  );
  const forget = () => {
    setWritten(null);
    setBroken(false);
    setTried(false);
  };
  return {
    stored,
    draft,
    schema,
    changed,
    trial,
    view,
    broken,
    faults: tried ? faults : NONE,
    said,
    setView: (next: View) => {
      setWritten(null);
      setBroken(false);
      setView(next);
    },
    change: (next: SchemaDraft) => {
      setWritten(null);
      setBroken(false);
      kept.set(next);
    },
    write: (next: SchemaDraft | null, value: Schema | null) => {
      setBroken(next === null);
      setWritten(value);
      if (next !== null) kept.set(next);
    },
    reset: () => {
      forget();
      kept.clear();
    },
    /** False where something has to be mended first. */
    save: async (): Promise<boolean> => {
      setTried(true);
      if (broken || faults.size > 0) return false;
      if (stored === null || differs) await saving.schema(schema);
      kept.sent();
      forget();
      return true;
    },
  };
}

export type Labels = ReturnType<typeof useLabels>;
