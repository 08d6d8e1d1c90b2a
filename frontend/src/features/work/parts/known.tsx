import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { Known } from "~/annotate/told/known";
import { type Answered, toldOf } from "~/annotate/told/seen";
import type { KnownOne } from "../model/known";
import { Coming } from "./coming";

/** What was handed in a moment ago, laid over what would have been right. */
export function KnownPage({ known, onClose }: { known: KnownOne; onClose: () => void }) {
  const { t } = useTranslation("work");
  const { desk, mine, said } = known;
  const { kit, piece, editor } = desk;
  const { data: reading } = useQuery({
    queryKey: ["kit", "inspecting", kit.modality],
    staleTime: Number.POSITIVE_INFINITY,
    networkMode: "always",
    queryFn: kit.inspecting,
  });
  const answered = useMemo<Answered | null>(
    () =>
      reading === undefined
        ? null
        : {
            kit: { ...kit, ...reading },
            schema: piece.schema,
            source: piece.source,
            editor,
            mine,
            judged: null,
          },
    [kit, reading, piece, editor, mine],
  );
  const told = useMemo(() => toldOf(said), [said]);
  if (answered === null) return <Coming word={t("opening")} />;
  return (
    <Known
      answered={answered}
      told={told}
      name={piece.lease.item.name}
      guideline={piece.guideline}
      onClose={onClose}
    />
  );
}
