import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { BuildingContext, type Change } from "./building";
import { Card } from "./card";
import type { Faults } from "./faults";
import { KindMenu } from "./kind-menu";
import type { Kind } from "./kinds/facts";
import { freshLabel, type LabelDraft, rowsOf, type SchemaDraft } from "./model";
import { numbersOf } from "./numbers";
import { FaultLine } from "./parts/fault-line";

const FEW = 3; // questions that all stand open at first

/** Whether a question has something to mend, in itself or in one of its rows. */
const holds = (label: LabelDraft, keys: { has: (key: string) => boolean }): boolean =>
  rowsOf(label).some((row) => keys.has(row.key));

/** What is asked of every item: a card for each question, and the menu of kinds. */
export function SchemaForm({
  draft,
  faults,
  said,
  onChange,
}: {
  draft: SchemaDraft;
  faults: Faults;
  said: ReadonlyMap<string, string>;
  onChange: (next: SchemaDraft) => void;
}) {
  const { t } = useTranslation("projects");
  const list = useRef<HTMLDivElement>(null);
  const [opened, setOpened] = useState<ReadonlyMap<string, boolean>>(new Map());
  const [fresh, setFresh] = useState<string | null>(null);
  useEffect(() => {
    if (fresh === null) return;
    const card = list.current?.querySelector(`[data-key="${fresh}"]`);
    card?.scrollIntoView({ block: "nearest" });
    card?.querySelector<HTMLInputElement>("input")?.focus();
    setFresh(null);
  }, [fresh]);
  // What is there by now, also between two changes of one event.
  const now = useRef(draft);
  now.current = draft;
  const change = (next: Change<SchemaDraft>) => {
    now.current = typeof next === "function" ? next(now.current) : next;
    onChange(now.current);
  };
  const isOpen = (label: LabelDraft) =>
    holds(label, faults) ||
    holds(label, said) ||
    (opened.get(label.key) ?? draft.labels.length <= FEW);
  const add = (kind: Kind) => {
    const label = freshLabel(kind, draft.modality);
    // What stands open stays so when the page grows beyond the few.
    setOpened(
      new Map([...draft.labels.map((one) => [one.key, isOpen(one)] as const), [label.key, true]]),
    );
    setFresh(label.key);
    change((last) => ({ ...last, labels: [...last.labels, label] }));
  };
  return (
    <BuildingContext value={{ draft, faults, said, numbers: numbersOf(draft), change }}>
      <div ref={list} className="col g12">
        {draft.labels.map((label, at) => (
          <Card
            key={label.key}
            label={label}
            n={at + 1}
            open={isOpen(label)}
            onOpen={(open) => setOpened(new Map([...opened, [label.key, open]]))}
          />
        ))}
        {draft.labels.length === 0 && <p className="hint">{t("labels.empty")}</p>}
        <div>
          <KindMenu modality={draft.modality} onAdd={add} />
        </div>
        <FaultLine of="all" />
      </div>
    </BuildingContext>
  );
}
