import { ArrowLeft } from "lucide-react";
import { useTranslation } from "react-i18next";
import { nameOf } from "~/annotate/core/choices";
import { Button } from "~/ui/button";
import { Icon } from "~/ui/icons";
import { FACTS } from "../kinds/facts";
import type { Ready } from "./queries";
import { Sketch } from "./sketch";

const MANY = 12; // classes that are named; of more the number is said

/** One ready schema: its example, its questions, and the ways to take it. */
export function Detail({
  ready,
  onBack,
  onTake,
  onAdd,
}: {
  ready: Ready;
  onBack: () => void;
  onTake?: (ready: Ready) => void;
  onAdd?: (ready: Ready) => void;
}) {
  const { t, i18n } = useTranslation("projects");
  const en = i18n.language === "en";
  return (
    <div className="col g16">
      <div>
        <Button look="text" autoFocus onPress={onBack}>
          <Icon of={ArrowLeft} size={16} />
          {t("gallery.back")}
        </Button>
      </div>
      <div className="gallery-detail">
        <Sketch ready={ready} large />
        <div className="col g12">
          <h3 className="title">{en ? ready.en : ready.ko}</h3>
          <p className="t2">{en ? ready.about_en : ready.about_ko}</p>
          <ul className="col g8">
            {ready.definition.labels.map((label) => {
              const classes = "classes" in label ? label.classes : [];
              const names = classes.slice(0, MANY).map((one) => nameOf(one, i18n.language));
              const rest = classes.length - names.length;
              return (
                <li key={label.name} className="row g8 top">
                  <Icon of={FACTS[label.kind].icon} size={16} className="t2" />
                  <span className="grow label">
                    <span className="strong">{nameOf(label, i18n.language)}</span>{" "}
                    <span className="t3">{t(`labels.kind.${label.kind}`)}</span>
                    {names.length > 0 && (
                      <span className="block t2">
                        {names.join(", ")}
                        {rest > 0 && ` ${t("gallery.more", { n: rest })}`}
                      </span>
                    )}
                  </span>
                </li>
              );
            })}
          </ul>
          {ready.source && <p className="hint">{t("gallery.source", { name: ready.source })}</p>}
          {onTake === undefined && <p className="hint">{t("gallery.other_modality")}</p>}
        </div>
      </div>
      <footer className="row wrap gallery-foot">
        {onAdd !== undefined && <Button onPress={() => onAdd(ready)}>{t("gallery.add")}</Button>}
        <Button look="primary" isDisabled={onTake === undefined} onPress={() => onTake?.(ready)}>
          {t("gallery.take")}
        </Button>
      </footer>
    </div>
  );
}
