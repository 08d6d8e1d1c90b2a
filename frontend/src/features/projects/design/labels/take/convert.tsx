import { useMutation } from "@tanstack/react-query";
import { FileUp, TriangleAlert } from "lucide-react";
import { useState } from "react";
import { FileTrigger } from "react-aria-components";
import { useTranslation } from "react-i18next";
import { readSchema, type Schema } from "~/annotate/core/doc";
import { type Schema as Api, api, must } from "~/api/client";
import { Button } from "~/ui/button";
import { Dialog } from "~/ui/dialog";
import { Fault, Note } from "~/ui/fault";
import { TextField } from "~/ui/field";
import { Icon } from "~/ui/icons";
import { Segments } from "~/ui/segments";
import { Summary } from "./summary";

type Format = Api<"ConfigIn">["format"];

/** Whose configuration a text is, by how it begins. */
const guess = (text: string, before: Format): Format => {
  const first = text.trim()[0];
  if (first === "<") return "label_studio";
  return first === "[" || first === "{" ? "cvat" : before;
};

/** The labels of another program: its configuration becomes a label schema, with remarks. */
export function ConvertDialog({
  video,
  onClose,
  onTake,
}: {
  /** Whether labels for a video are being written: CVAT's own list does not say what it is of. */
  video: boolean;
  onClose: () => void;
  onTake: (schema: Schema) => void;
}) {
  const { t, i18n } = useTranslation(["projects", "common"]);
  // In the reader's language; what another server says besides, as it says it.
  const said = ({ code, told, detail }: Api<"ConfigNote">): string => {
    const key = `labels.convert.note.${code}`;
    const known = i18n.exists(key, { ns: "projects" });
    return known ? t(key as "labels.convert.note.no_name", { ...(told as object) }) : detail;
  };
  const [format, setFormat] = useState<Format>("label_studio");
  const [text, setText] = useState("");
  const convert = useMutation({
    mutationFn: () => must(api.POST("/api/v1/schemas/convert", { body: { format, text, video } })),
  });
  const write = (next: string) => {
    setText(next);
    setFormat(guess(next, format));
    convert.reset();
  };
  const found = convert.data === undefined ? null : readSchema(convert.data.definition);
  return (
    <Dialog title={t("labels.convert.title")} open onClose={onClose} wide>
      <p className="t2">{t("labels.convert.hint")}</p>
      <div className="row wrap between">
        <Segments
          label={t("labels.convert.format")}
          parts={[
            { id: "label_studio", word: "Label Studio XML" },
            { id: "cvat", word: "CVAT JSON" },
          ]}
          chosen={format}
          onChoose={(next) => {
            setFormat(next);
            convert.reset();
          }}
        />
        <FileTrigger
          acceptedFileTypes={[".xml", ".json", ".txt"]}
          onSelect={async (files) => {
            const [file] = files ?? [];
            if (file !== undefined) write(await file.text());
          }}
        >
          <Button>
            <Icon of={FileUp} />
            {t("labels.convert.file")}
          </Button>
        </FileTrigger>
      </div>
      <div className="convert-text">
        <TextField
          label={t("labels.convert.text")}
          placeholder={t(`labels.convert.eg.${format}`)}
          rows={8}
          value={text}
          onChange={write}
          maxLength={500_000}
        />
      </div>
      <Fault error={convert.error} />
      {found !== null && (
        <section className="col g12" aria-live="polite">
          <h3 className="label strong">{t("labels.convert.becomes")}</h3>
          <Summary schema={found} />
          {convert.data !== undefined && convert.data.notes.length > 0 && (
            <Note icon={TriangleAlert} tone="warn">
              <p className="strong">{t("labels.convert.notes")}</p>
              <ul className="label">
                {convert.data.notes.map((note) => (
                  <li key={note.detail}>{said(note)}</li>
                ))}
              </ul>
            </Note>
          )}
        </section>
      )}
      <footer className="row">
        <Button onPress={onClose} className="grow">
          {t("common:cancel")}
        </Button>
        {found === null ? (
          <Button
            look="primary"
            busy={convert.isPending}
            isDisabled={text.trim() === ""}
            onPress={() => convert.mutate()}
            className="grow"
          >
            {t("labels.convert.go")}
          </Button>
        ) : (
          <Button
            look="primary"
            onPress={() => {
              onTake(found);
              onClose();
            }}
            className="grow"
          >
            {t("gallery.take")}
          </Button>
        )}
      </footer>
    </Dialog>
  );
}
