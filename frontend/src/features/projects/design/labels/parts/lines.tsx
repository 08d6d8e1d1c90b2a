import { Plus } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Button } from "~/ui/button";
import { Icon } from "~/ui/icons";
import { type KindProps, useLabel } from "../building";
import { freshLine, type LineDraft, moved } from "../model";
import { LineForm } from "./line";

/** The lines that are written for each segment: what was said, its standard form. */
export function Lines({ label }: KindProps) {
  const { t } = useTranslation("projects");
  const { set } = useLabel(label);
  const rows = label.lines;
  const change = (next: (now: LineDraft[]) => LineDraft[]) =>
    set((label) => ({ lines: next(label.lines) }));
  return (
    <section className="col g8" aria-label={t("labels.lines")}>
      <div className="row between">
        <h4 className="label strong">{t("labels.lines")}</h4>
        <Button look="ghost" onPress={() => change((now) => [...now, freshLine()])}>
          <Icon of={Plus} />
          {t("labels.line_add")}
        </Button>
      </div>
      {rows.length === 0 && <p className="hint">{t("labels.lines_hint")}</p>}
      {rows.map((one, at) => (
        <LineForm
          key={one.key}
          line={one}
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
