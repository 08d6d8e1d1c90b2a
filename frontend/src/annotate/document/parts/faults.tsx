import { useTranslation } from "react-i18next";
import { nameOf } from "../../core/choices";
import { find, isClassed } from "../../core/doc";
import type { Told } from "../../kit";
import { FaultNote } from "../../parts/fault-note";
import type { DocumentEditor } from "../editor";
import { usePlacedName } from "../names";
import { partAt } from "../page";

type Of = { editor: DocumentEditor };

/** What is wrong, as a sentence; also for faults that the server found. */
function useFault(editor: DocumentEditor): (fault: Told) => string {
  const { t, i18n } = useTranslation(["annotate-document", "annotate"]);
  const placedName = usePlacedName(editor);
  return (fault) => {
    const one = fault.annotation === null ? undefined : find(editor.answer(), fault.annotation);
    const asked = editor.schema.labels.find((label) => label.name === (fault.label ?? one?.name));
    const attributes = asked !== undefined && "attributes" in asked ? asked.attributes : undefined;
    const attribute = attributes?.find((each) => each.name === fault.attribute);
    const classes = asked !== undefined && isClassed(asked) ? asked.classes : [];
    const ofClass = classes.find((each) => each.id === fault.class);
    const named = (fault.annotation === null ? "" : placedName(fault.annotation)) || t("document");
    const keys = [`faults.${fault.code}`, `annotate:faults.${fault.code}`, "annotate:faults.other"];
    return t(
      keys.find((key) => i18n.exists(key, { ns: "annotate-document" })) as "faults.overlaps",
      {
        label: nameOf(ofClass ?? asked ?? { id: fault.label ?? "" }, i18n.language),
        attribute:
          attribute === undefined ? t("annotate:attributes") : nameOf(attribute, i18n.language),
        name: named,
        limit: fault.limit ?? 0,
        count: fault.count ?? 0,
      },
    );
  };
}

/** One thing that is wrong, in words. */
export function FaultLine({ editor, fault }: Of & { fault: Told }) {
  return useFault(editor)(fault);
}

/** Where a fault leads: its annotation, or the first page that lacks an answer. */
function wayTo(editor: DocumentEditor, fault: Told): (() => void) | null {
  if (fault.annotation !== null) {
    const id = fault.annotation;
    return () => editor.show(id);
  }
  const label = editor.schema.labels.find(({ name }) => name === fault.label);
  if (fault.code !== "required" || !(label && "per" in label && label.per === "part")) return null;
  const answered = new Set(
    editor
      .answer()
      .annotations.filter(({ name }) => name === label.name)
      .map((one) => ("part" in one ? one.part : null)),
  );
  const page = editor.facts.findIndex((_, at) => !answered.has(partAt(at)));
  return page < 0 ? null : () => editor.goTo(page);
}

/** What must be mended before the answer can be handed in; a press goes to the place. */
export function Faults({ editor, faults }: Of & { faults: readonly Told[] }) {
  const { t } = useTranslation("annotate");
  const sentence = useFault(editor);
  const title = t("faults_title", { n: faults.length });
  return <FaultNote {...{ title, faults, sentence }} wayTo={(fault) => wayTo(editor, fault)} />;
}
