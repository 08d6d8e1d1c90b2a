import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Suspense, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import type { PromptSchema } from "~/annotate/core/doc";
import { kitFor } from "~/annotate/kit";
import { Button } from "~/ui/button";
import { Fault, Skeleton } from "~/ui/fault";
import type { Stage } from "../../../frame/queries";
import { useKept } from "./pressed";
import { promptsQuery, samplePrompt } from "./prompt";
import { trialTakes } from "./trial-takes";

type Props = {
  stage: Stage;
  schema: PromptSchema;
  /** Is a pointer down here? What is answered with it keeps its editor. */
  pressed: boolean;
};

/** What workers are asked, as they will see it: on a prompt of the stage, or on a sample. */
export default function PromptPreview({ stage, schema, pressed }: Props) {
  const { t } = useTranslation("projects");
  const [at, setAt] = useState(0);
  const prompts = useQuery(promptsQuery(stage));
  const count = prompts.data?.length ?? 0;
  const kinds = new Set(schema.labels.map(({ kind }) => kind as string));
  const prompt = prompts.data?.[at % Math.max(1, count)] ?? samplePrompt(kinds);
  const text = JSON.stringify(schema);
  const kit = useQuery({
    queryKey: ["kit tried", text],
    networkMode: "always",
    retry: false,
    queryFn: async () => ({ of: text, it: await kitFor("prompt", schema) }),
    // While what a further kind needs comes, what was there stays.
    placeholderData: keepPreviousData,
  });
  const [tried, shown] = useKept([kit.data, JSON.stringify(prompt.parts)] as const, pressed);
  const editor = useMemo(() => {
    if (tried === undefined) return null;
    const source = {
      modality: "prompt" as const,
      document: { parts: JSON.parse(shown) },
      captures: trialTakes(),
    };
    const answer = { modality: "prompt" as const, annotations: [] };
    return tried.it.open(JSON.parse(tried.of) as PromptSchema, source, answer);
  }, [tried, shown]);
  if (kit.error !== null) return <Fault error={kit.error} retry={() => kit.refetch()} />;
  if (editor === null || tried === undefined || prompts.isPending) return <Skeleton lines={6} />;
  const { Board, Panel } = tried.it;
  return (
    <>
      <div className="preview-window prompt-window">
        <Suspense fallback={<Skeleton lines={6} />}>
          <Board editor={editor} keys={false} />
          <Panel editor={editor} />
        </Suspense>
      </div>
      <div className="row between label">
        <span className="t2">{t(count === 0 ? "preview.prompt_sample" : "preview.prompt")}</span>
        {count > 1 && (
          <Button look="text" onPress={() => setAt(at + 1)}>
            {t("preview.other_prompt")}
          </Button>
        )}
      </div>
    </>
  );
}
