import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { Known } from "~/annotate/told/known";
import { KnownLine as Line } from "~/annotate/told/known-line";
import { type Answered, toldOf } from "~/annotate/told/seen";
import type { Session, Told } from "../model/session";
import { Coming } from "./coming";

type Props = { session: Session; told: Told };

/** What is known of what was handed in a moment ago, in a line over the work. */
export function KnownLine({ session, told }: Props) {
  return (
    <Line
      key={told.desk.piece.id}
      said={told.said}
      onLook={() => session.told.set({ ...told, looking: true })}
      onClose={() => session.tell(null)}
    />
  );
}

/** What was handed in a moment ago, laid over what would have been right. */
export function KnownPage({ session, told: { desk, said } }: Props) {
  const { t } = useTranslation("work");
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
            mine: editor.answer(),
            judged: null,
          },
    [kit, reading, piece, editor],
  );
  const told = useMemo(() => toldOf(said), [said]);
  if (answered === null) return <Coming word={t("opening")} />;
  return (
    <Known
      answered={answered}
      told={told}
      name={piece.lease.item.name}
      guideline={piece.guideline}
      onClose={() => session.tell(null)}
    />
  );
}
