import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, must } from "~/api/client";
import { Button } from "~/ui/button";
import { TextField } from "~/ui/field";
import { Faults } from "./faults";
import type { Definition } from "./model";

type Props = {
  projectId: number;
  definition: Definition;
  text: string;
  wrong: boolean;
  onChange: (text: string) => void;
};

/** What every label file must fit, as JSON Schema; one can be proposed. */
export function SchemaField({ projectId, definition, text, wrong, onChange }: Props) {
  const { t } = useTranslation("templates");
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<unknown>();
  const propose = async () => {
    setBusy(true);
    setFault(undefined);
    try {
      const made = await must(
        api.POST("/api/v1/projects/{project_id}/templates/schema", {
          params: { path: { project_id: projectId } },
          body: { definition },
        }),
      );
      onChange(JSON.stringify(made, null, 2));
    } catch (error) {
      setFault(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <section className="col g8 template-schema">
      <div className="row between wrap g8">
        <h2 className="title">{t("schema.title")}</h2>
        <Button busy={busy} onPress={propose}>
          {t("schema.propose")}
        </Button>
      </div>
      <TextField
        label={t("schema.name")}
        hint={t("schema.hint")}
        rows={12}
        value={text}
        onChange={onChange}
        spellCheck="false"
        error={wrong ? t("schema.wrong") : undefined}
      />
      <Faults error={fault} />
    </section>
  );
}
