import { IndentDecrease, IndentIncrease, SlidersHorizontal } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { NumberField, Select } from "~/ui/field";
import type { Act } from "~/ui/menu";
import { Key } from "~/ui/page";
import { type KindProps, useBuilding, useLabel } from "../building";
import { ColourPick } from "../colour";
import { FACTS } from "../kinds/facts";
import { type ClassDraft, freshClass, titleOf } from "../model";
import { Rows } from "./rows";
import { depthOf, nested, parentsFor } from "./tree";

const TREES = new Set(["class", "span"]);
const COLOURS = 12; // that the look has; after them they come round again

type Change = (part: Partial<ClassDraft>) => void;

/** The classes of a question, a row each: colour, names, key, and more where it is asked for. */
export function Classes({
  label,
  what = "class",
}: KindProps & { what?: "class" | "answer" | "relation" }) {
  const { t } = useTranslation("projects");
  const { numbers } = useBuilding();
  const { set } = useLabel(label);
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const { classes } = label;
  const counted = FACTS[label.kind].place === "mark";
  const tree = TREES.has(label.kind);
  const title = t(`labels.${what}.title`);
  const shown = (one: ClassDraft) => open.has(one.key) || one.min !== null || one.max !== null;

  const acts = (one: ClassDraft, at: number): Act[] => {
    const found: Act[] = [];
    if (tree)
      for (const way of ["in", "out"] as const) {
        const next = nested(classes, at, way);
        found.push({
          id: way,
          word: t(`labels.nest.${way}`),
          icon: way === "in" ? IndentIncrease : IndentDecrease,
          off: next === null,
          act: () => next !== null && set({ classes: next }),
        });
      }
    if (tree || counted)
      found.push({
        id: "more",
        word: t("labels.class_more"),
        icon: SlidersHorizontal,
        off: shown(one),
        act: () => setOpen(new Set([...open, one.key])),
      });
    return found;
  };
  return (
    <section className="col g4" aria-label={title}>
      <h4 className="label strong">{title}</h4>
      <Rows
        rows={classes}
        fresh={freshClass}
        onChange={(next) => {
          const keys = new Set(next.map((one) => one.key));
          set({
            classes: next.map((one) => (keys.has(one.parent) ? one : { ...one, parent: "" })),
          });
        }}
        label={title}
        add={t(`labels.${what}.add`)}
        lead={(one, at, change) => (
          <span
            className="class-lead"
            style={{ "--depth": depthOf(one, classes) } as React.CSSProperties}
          >
            <ColourPick
              label={t("labels.colour_of", {
                name: one.ko || one.en || t("labels.row", { n: at + 1 }),
              })}
              value={one.colour}
              shown={
                one.colour || `var(--label-${((numbers.get(one.key)?.at ?? at) % COLOURS) + 1})`
              }
              onChange={(colour) => change({ colour })}
            />
          </span>
        )}
        tail={({ key }) => {
          const own = numbers.get(key)?.key ?? null;
          return <span className="class-key">{own !== null && <Key>{own}</Key>}</span>;
        }}
        acts={acts}
        below={(one, at, change) =>
          shown(one) && (
            <div className="class-more">
              {tree && <Parent one={one} at={at} classes={classes} onChange={change} />}
              {counted && <Limits one={one} onChange={change} />}
            </div>
          )
        }
      />
    </section>
  );
}

function Parent({
  one,
  at,
  classes,
  onChange,
}: {
  one: ClassDraft;
  at: number;
  classes: readonly ClassDraft[];
  onChange: Change;
}) {
  const { t, i18n } = useTranslation("projects");
  return (
    <Select
      label={t("labels.parent")}
      aria-label={t("labels.parent_of", { n: at + 1 })}
      options={[
        { id: "none", name: t("labels.parent_none") },
        ...parentsFor(one, classes).map((other) => ({
          id: other.key,
          name: titleOf(other, i18n.language) || other.id,
        })),
      ]}
      value={one.parent || "none"}
      onChange={(key) => onChange({ parent: key === "none" ? "" : String(key) })}
    />
  );
}

function Limits({ one, onChange }: { one: ClassDraft; onChange: Change }) {
  const { t } = useTranslation("projects");
  return (["min", "max"] as const).map((end) => (
    <NumberField
      key={end}
      label={t(`labels.class_${end}`)}
      minValue={end === "min" ? 0 : 1}
      maxValue={10_000}
      value={one[end] ?? Number.NaN}
      onChange={(next) => onChange({ [end]: Number.isNaN(next) ? null : next })}
    />
  ));
}
