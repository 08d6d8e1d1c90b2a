import { Plus } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Button } from "~/ui/button";
import { Icon } from "~/ui/icons";
import { Menu } from "~/ui/menu";
import { type KindProps, useLabel } from "../building";
import { type AttributeDraft, type AttributeKind, freshAttribute, moved } from "../model";
import { AttributeForm } from "./attribute";
import { ATTRIBUTE_ICONS } from "./attribute-icons";

/** What else is asked of each mark: a question each, some only of some classes or answers. */
export function Attributes({ label }: KindProps) {
  const { t } = useTranslation("projects");
  const { set } = useLabel(label);
  const rows = label.attributes;
  const settled = (attributes: AttributeDraft[]) => {
    // One that waits for another comes after it; else it waits no more.
    const earlier = new Set<string>();
    return attributes.map((one) => {
      const waits = one.when !== null && earlier.has(one.when.attribute);
      earlier.add(one.key);
      return waits || one.when === null ? one : { ...one, when: null };
    });
  };
  const change = (next: (now: AttributeDraft[]) => AttributeDraft[]) =>
    set((label) => ({ attributes: settled(next(label.attributes)) }));
  return (
    <section className="col g8" aria-label={t("labels.attributes")}>
      <div className="row between">
        <h4 className="label strong">{t("labels.attributes")}</h4>
        <Menu
          label={t("labels.attribute_add")}
          acts={(Object.keys(ATTRIBUTE_ICONS) as AttributeKind[]).map((kind) => ({
            id: kind,
            word: t(`labels.attribute_kind.${kind}`),
            icon: ATTRIBUTE_ICONS[kind],
            act: () => change((now) => [...now, freshAttribute(kind)]),
          }))}
        >
          <Button look="ghost">
            <Icon of={Plus} />
            {t("labels.attribute_add")}
          </Button>
        </Menu>
      </div>
      {rows.length === 0 && <p className="hint">{t("labels.attributes_hint")}</p>}
      {rows.map((one, at) => (
        <AttributeForm
          key={one.key}
          attribute={one}
          earlier={rows.slice(0, at)}
          classes={label.classes}
          n={at + 1}
          last={at === rows.length - 1}
          onChange={(part) =>
            change((now) => now.map((each) => (each.key === one.key ? { ...each, ...part } : each)))
          }
          onMove={(by) => change((now) => moved(now, at, by))}
          onDrop={() => change((now) => now.filter((each) => each.key !== one.key))}
        />
      ))}
    </section>
  );
}
