import { BookX } from "lucide-react";
import { lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";
import { ActKey } from "~/annotate/parts/act-key";
import { Button } from "~/ui/button";
import { Dialog } from "~/ui/dialog";
import { Empty } from "~/ui/fault";
import { Markdown } from "~/ui/markdown";
import type { PieceProps } from "./piece-desk";
import { usePhone } from "./use-phone";
import type { Work } from "./use-piece";

const AskedHere = lazy(async () => ({
  default: (await import("~/ui/asking/asked-here")).AskedHere,
}));

type Props = Pick<PieceProps, "guide" | "setGuide"> & { work: Work };

/** The stage's guideline, while it is open: beside the piece, or over it on a phone. */
export function Guide({ work, guide, setGuide }: Props) {
  const { t } = useTranslation("review");
  const phone = usePhone();
  const text = (
    <>
      {work.guideline ? (
        <Markdown text={work.guideline} />
      ) : (
        <Empty icon={BookX} title={t("no_guideline")} />
      )}
      <Suspense>
        <AskedHere projectId={work.project_id} assignmentId={work.id} />
      </Suspense>
    </>
  );
  if (phone)
    return (
      <Dialog title={t("guideline")} open={guide} onClose={() => setGuide(false)} sheet steady>
        {text}
      </Dialog>
    );
  if (!guide) return null;
  return (
    <aside className="guide" aria-label={t("guideline")}>
      <div className="row between rv-guide-head">
        <h2 className="title">{t("guideline")}</h2>
        <Button look="ghost" onPress={() => setGuide(false)}>
          {t("fold_guideline")}
          <ActKey act="review.guideline" />
        </Button>
      </div>
      {text}
    </aside>
  );
}
