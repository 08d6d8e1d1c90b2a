import { useQuery } from "@tanstack/react-query";
import { useEffect, useMemo, useState } from "react";
import { type CapturesOf, readCaptures } from "~/api/captures";
import type { Schema } from "~/api/client";
import { mediaSource } from "./files";
import { type Editing, type Kit, kitFor, type Modality, type Source } from "./kit";
import { readingBy } from "./prompt/captures";
import type { ShownProps } from "./shown";

type Said = Omit<ShownProps, "media" | "captures">;
type MediaProps = Said & {
  facts: Record<string, unknown>;
  media: Pick<Schema<"MediaOut">, "prepared">;
};
type PromptProps = Said & { captures: CapturesOf };

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
export function MediaShown({ facts, media, ...said }: MediaProps) {
  const { name } = said.item;
  const source = useMemo(
    // Links hold long enough for a look.
    () =>
      mediaSource({ name, facts }, media.prepared as Parameters<typeof mediaSource>[1], () =>
        Promise.resolve(media),
      ),
    [name, facts, media],
  );
  return <SourceShown source={source} modality={facts.modality as Modality} {...said} />;
}

/** A prompt with what was made for it, to look at and listen to. */
export function PromptShown({ captures, ...said }: PromptProps) {
  const { name, document } = said.item;
  const { project_id, assignment_id } = captures;
  const source = useMemo(
    (): Source => ({
      modality: "prompt",
      name,
      document,
      captures: { read: readingBy(() => readCaptures({ project_id, assignment_id })), own: null },
    }),
    [name, document, project_id, assignment_id],
  );
  return <SourceShown source={source} modality="prompt" {...said} />;
}

type SourceProps = Said & { source: Source; modality: Modality };

function SourceShown({ source, modality, item, schema, answer, before, pins, onPin }: SourceProps) {
  const asked = schema ?? { modality, labels: [] };
  const kit = useKit(modality, asked, [answer, before]);
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
