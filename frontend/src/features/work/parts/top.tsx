import { ArrowLeft, BookOpen, Keyboard } from "lucide-react";
import { useTranslation } from "react-i18next";
import { ActKey } from "~/annotate/parts/act-key";
import { Button } from "~/ui/button";
import { Icon } from "~/ui/icons";
import type { Desk } from "../model/desk";
import { Meters, Today } from "./meters";
import { Saved } from "./saved";
import type { Bench, Doing } from "./use-bench";

type Props = { desk: Desk; bench: Bench; doing: Doing; narrow: boolean };

/** The bar above on a desk: the way out, what it is, whether it is safe, what it pays. */
export function Top({ desk, bench, doing, narrow }: Props) {
  const { t } = useTranslation(["work", "common", "annotate"]);
  const { lease, about } = desk.piece;
  const shown = narrow ? bench.open === "guide" : !bench.folded;
  return (
    <header className="ed-top">
      <Button look="ghost" square aria-label={t("leave")} onPress={doing.leave}>
        <Icon of={ArrowLeft} />
      </Button>
      <h1 className="clip wk-name">
        {about !== null && <b>{about.stage} </b>}
        <span className="t3">{lease.item.name}</span>
      </h1>
      <Saved desk={desk} />
      <span className="grow" />
      <Meters desk={desk} />
      <span className="grow" />
      <Today />
      <Button
        look="ghost"
        aria-pressed={shown}
        onPress={() => (narrow ? bench.setOpen("guide") : bench.setFolded(!bench.folded))}
      >
        <Icon of={BookOpen} />
        <span className="wk-word">{t("guide.title")}</span> <ActKey act="work.guide" />
      </Button>
      <Button
        look="ghost"
        square
        aria-label={t("common:nav.shortcuts")}
        onPress={() => bench.setOpen("keys")}
      >
        <Icon of={Keyboard} />
      </Button>
    </header>
  );
}
