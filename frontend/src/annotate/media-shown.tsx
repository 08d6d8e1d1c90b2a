import { useQuery } from "@tanstack/react-query";
import { useEffect, useMemo, useState } from "react";
import type { Schema } from "~/api/client";
import { mediaSource } from "./files";
import { type Editing, type Kit, kitFor, type Modality } from "./kit";
import type { ShownProps } from "./shown";

type Props = Omit<ShownProps, "media"> & {
  facts: Record<string, unknown>;
  media: Pick<Schema<"MediaOut">, "prepared">;
};

/** What works on a modality, for a schema and answers to it. */
const useKit = (modality: Modality, schema: unknown, answers: readonly unknown[]) =>
  useQuery({
    queryKey: ["kit shown", modality, schema, answers],
    staleTime: Number.POSITIVE_INFINITY,
    networkMode: "always",
    retry: false,
    queryFn: () => kitFor(modality, schema, ...answers),
  }).data;

/** A sound, a video, a document or a time series with what was said of it, to look at and listen to. */
export function MediaShown({ item, facts, media, schema, answer, before, pins, onPin }: Props) {
  const modality = facts.modality as Modality;
  const asked = schema ?? { modality, labels: [] };
  const kit = useKit(modality, asked, [answer, before]);
  const source = useMemo(
    // Links hold long enough for a look.
    () =>
      mediaSource(
        { name: item.name, facts },
        media.prepared as Parameters<typeof mediaSource>[1],
        () => Promise.resolve(media),
      ),
    [item.name, facts, media],
  );
  if (kit === undefined) return <div className="sk" style={{ height: 240 }} />;
  return (
    <Opened
      kit={kit}
      make={() => kit.open(asked, source, answer ?? null, { readOnly: true })}
      of={`${item.name}\n${JSON.stringify(answer)}`}
      before={before}
      pins={pins}
      onPin={onPin}
    />
  );
}

type OpenedProps = Pick<ShownProps, "before" | "pins" | "onPin"> & {
  kit: Kit;
  make: () => Editing;
  /** What it is about: another editor for another. */
  of: string;
};

function Opened({ kit, make, of, before, pins = [], onPin }: OpenedProps) {
  const [editor, setEditor] = useState<{ of: string; it: Editing } | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what it is made of is told by `of`
  useEffect(() => setEditor({ of, it: make() }), [of, kit]);
  if (editor === null) return null;
  const diff = before == null ? null : kit.difference(kit.readAnswer(before), editor.it.answer());
  return (
    <div className="media-shown">
      <kit.Board
        editor={editor.it}
        diff={diff}
        keys={false}
        pins={pins as readonly object[]}
        {...(onPin === undefined ? {} : { onPin })}
      />
      {diff !== null && <kit.DiffList editor={editor.it} diff={diff} />}
    </div>
  );
}
