import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { newKey, type Schema } from "~/api/client";
import { Button } from "~/ui/button";
import { Dialog } from "~/ui/dialog";
import { Fault } from "~/ui/fault";
import { NumberField, Select, TextField } from "~/ui/field";
import { Segments } from "~/ui/segments";

export type Finding = Schema<"DefectIn">;
export type ClassName = { label: string; class: string; name: string };
/** What is known before anything is written: of which item, and where on it. */
export type Begun = { item?: string; spot?: { x: number; y: number } };

const KINDS = ["wrong", "missing", "extra", "place", "file", "privacy", "other"] as const;
const idOf = (one: ClassName) => `${one.label}\n${one.class}`;

type Props = {
  open: boolean;
  onClose: () => void;
  versions: readonly { release_id: number; version: string }[];
  classes: readonly ClassName[];
  /** Whether a spot is a place on its items. */
  pictures: boolean;
  begun?: Begun;
  send: (found: Finding, key: string) => Promise<unknown>;
};

/** Says what is wrong with a release: with one item of it, or with a class. */
export function ReportDialog({ open, onClose, ...rest }: Props) {
  const { t } = useTranslation("defects");
  return (
    <Dialog title={t("report.title")} open={open} onClose={onClose} sheet>
      <Form {...rest} onClose={onClose} />
    </Dialog>
  );
}

function Form({ onClose, versions, classes, pictures, begun, send }: Omit<Props, "open">) {
  const { t } = useTranslation("defects");
  const key = useRef(newKey());
  const [about, setAbout] = useState<"item" | "class">("item");
  const [release, setRelease] = useState(String(versions[0]?.release_id ?? ""));
  const [item, setItem] = useState(begun?.item ?? "");
  const [chosen, setChosen] = useState("");
  const [kind, setKind] = useState<(typeof KINDS)[number]>("wrong");
  const [body, setBody] = useState("");
  const [spot, setSpot] = useState<{ x: number; y: number } | null>(begun?.spot ?? null);
  const [tried, setTried] = useState(false);
  const of = classes.find((one) => idOf(one) === chosen);
  const missing = {
    item: about === "item" && item.trim() === "",
    class: about === "class" && of === undefined,
    body: body.trim() === "",
  };
  const sending = useMutation({
    mutationFn: () =>
      send(
        {
          release_id: Number(release),
          item: about === "item" ? item.trim() : null,
          class: of === undefined ? null : { label: of.label, class: of.class },
          kind,
          body: body.trim(),
          pin: about === "item" && pictures ? spot : null,
        },
        key.current,
      ),
    onSuccess: onClose,
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (!Object.values(missing).some(Boolean)) sending.mutate();
  };
  const at = (name: "x" | "y") => (
    <NumberField
      label={t(`report.${name}`)}
      minValue={0}
      value={spot?.[name] ?? Number.NaN}
      onChange={(next) =>
        setSpot(Number.isNaN(next) ? null : { x: 0, y: 0, ...spot, [name]: next })
      }
    />
  );
  return (
    <form className="col g16" noValidate onSubmit={submit}>
      <p className="t2">{t("report.hint")}</p>
      {versions.length > 1 && (
        <Select
          label={t("report.version")}
          options={versions.map((one) => ({ id: String(one.release_id), name: one.version }))}
          value={release}
          onChange={(next) => next !== null && setRelease(String(next))}
        />
      )}
      <Segments
        label={t("report.about")}
        parts={[
          { id: "item", word: t("report.item") },
          { id: "class", word: t("report.class") },
        ]}
        chosen={about}
        onChoose={setAbout}
      />
      {about === "item" && (
        <TextField
          label={t("report.item_name")}
          hint={t("report.item_hint")}
          maxLength={500}
          value={item}
          onChange={setItem}
          error={tried && missing.item ? t("report.item_need") : undefined}
        />
      )}
      {classes.length > 0 && (
        <Select
          label={about === "class" ? t("report.class") : t("report.class_also")}
          options={[
            ...(about === "item" ? [{ id: "", name: t("report.no_class") }] : []),
            ...classes.map((one) => ({ id: idOf(one), name: one.name, detail: one.label })),
          ]}
          value={chosen}
          onChange={(next) => setChosen(String(next ?? ""))}
          error={tried && missing.class ? t("report.class_need") : undefined}
        />
      )}
      <Select
        label={t("report.kind")}
        options={KINDS.map((id) => ({ id, name: t(`kind.${id}`) }))}
        value={kind}
        onChange={(next) => next !== null && setKind(next as typeof kind)}
      />
      {about === "item" && pictures && (
        <fieldset className="report-spot">
          <legend className="label t3">{t("report.spot")}</legend>
          {at("x")}
          {at("y")}
        </fieldset>
      )}
      <TextField
        label={t("report.body")}
        rows={4}
        maxLength={4000}
        value={body}
        onChange={setBody}
        error={tried && missing.body ? t("report.body_need") : undefined}
      />
      <Fault error={sending.error} />
      <Button type="submit" look="primary" main full busy={sending.isPending}>
        {t("report.send")}
      </Button>
    </form>
  );
}
