import { useTranslation } from "react-i18next";
import { Checkbox, Select, TextField } from "~/ui/field";
import formats from "../formats.json";
import { type List, OF } from "./model";

const KINDS = formats.jsonl.holds;
const ANY = "any";

/** What each list of the file has an element for. */
export function Lists({ lists, onChange }: { lists: List[]; onChange: (next: List[]) => void }) {
  const { t } = useTranslation(["templates", "projects"]);
  if (lists.length === 0) return null;
  const set = (at: string, next: Partial<List>) =>
    onChange(lists.map((one) => (one.at === at ? { ...one, ...next } : one)));
  return (
    <section className="col g16">
      <h2 className="title">{t("lists.title")}</h2>
      {lists.map((one) => (
        <fieldset key={one.at} className="card col g12">
          <legend className="template-path strong">{one.at}[]</legend>
          <Select
            label={t("lists.of")}
            value={one.of ?? "annotations"}
            onChange={(of) => set(one.at, { of: of as List["of"] })}
            options={OF.map((id) => ({ id, name: t(`lists.${id}`) }))}
          />
          {one.of !== "speakers" && (
            <>
              <Select
                label={t("lists.kinds")}
                value={one.kinds?.length === 1 ? (one.kinds[0] ?? ANY) : ANY}
                onChange={(kind) => set(one.at, { kinds: kind === ANY ? [] : [String(kind)] })}
                options={[
                  {
                    id: ANY,
                    name:
                      (one.kinds?.length ?? 0) > 1
                        ? (one.kinds ?? []).map(kindWord).join(", ")
                        : t("lists.any"),
                  },
                  ...KINDS.map((id) => ({ id, name: kindWord(id) })),
                ]}
              />
              <TextField
                label={t("lists.labels")}
                hint={t("lists.labels_hint")}
                value={(one.labels ?? []).join(", ")}
                onChange={(typed) =>
                  set(one.at, {
                    labels: typed
                      .split(",")
                      .map((label) => label.trim())
                      .filter(Boolean),
                  })
                }
              />
            </>
          )}
          <Checkbox
            isSelected={one.optional === true}
            onChange={(optional) => set(one.at, { optional })}
          >
            {t("lists.optional")}
          </Checkbox>
        </fieldset>
      ))}
    </section>
  );

  function kindWord(kind: string): string {
    return t(`projects:labels.kind.${kind}` as "projects:labels.kind.box");
  }
}
