import { useTranslation } from "react-i18next";
import { useFormat } from "~/i18n/format";
import { Button } from "~/ui/button";
import { figure, Table } from "~/ui/table";
import { toast } from "~/ui/toast";
import { useAsked } from "../design/asked";
import type { Release } from "./queries";

const SHOWN = 100;
type File = { name?: string; path?: string; bytes?: number; sha256?: string; part?: number };
type Category = { id: number; name: string; supercategory?: string };
type Note = { code: string; about: string; count: number; detail: string };

const listOf = <Row,>(value: unknown): Row[] => (Array.isArray(value) ? (value as Row[]) : []);

/** What a release is made of: its file with its checksum, its classes, the files inside. */
export function Contents({ release }: { release: Release }) {
  const { t } = useTranslation("data");
  const { number, bytes } = useFormat();
  const asked = useAsked(release.stage_id);
  const manifest = release.manifest ?? {};
  const files = listOf<File>(manifest.files);
  const classes = listOf<Category>(manifest.categories);
  const notes = listOf<Note>(manifest.notes);
  const left = Number(manifest.further_answers_left_out ?? 0);
  const sum = release.sha256 ?? "";
  const copy = async () => {
    await navigator.clipboard?.writeText(sum);
    toast(t("releases.copied"));
  };
  return (
    <>
      <section className="col g12">
        <h2 className="title">{t("releases.holds")}</h2>
        <dl className="figures">
          <div>
            <dt>{t("batches.items")}</dt>
            <dd>{number(release.items ?? 0)}</dd>
          </div>
          <div>
            <dt>{t("releases.files")}</dt>
            <dd>{number(Number(manifest.file_count ?? files.length))}</dd>
          </div>
          <div>
            <dt>{t("items.bytes")}</dt>
            <dd>{bytes(release.bytes ?? 0)}</dd>
          </div>
        </dl>
        <p className="label t3">{t("releases.holds_hint")}</p>
        {left > 0 && <p className="label t2">{t("releases.left_out", { n: number(left) })}</p>}
        <div className="col g4">
          <span className="label t3">SHA-256</span>
          <code className="mono label break">{sum}</code>
          <div>
            <Button look="text" onPress={copy}>
              {t("releases.copy")}
            </Button>
          </div>
        </div>
      </section>
      {notes.length > 0 && (
        <section className="col g8">
          <h2 className="title">{t("releases.notes_title")}</h2>
          <p className="label t3">{t("releases.notes_hint")}</p>
          <ul className="list tight">
            {notes.map((note) => (
              <li key={`${note.code} ${note.about}`}>
                <span className="grow">
                  {t(`releases.notes.${note.code}` as "releases.notes.left_out", {
                    about: asked(note.about),
                    defaultValue: note.detail,
                  })}
                </span>
                <span className="label t3 nowrap">{number(note.count)}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
      {classes.length > 0 && (
        <section className="col g8">
          <h2 className="title">{t("releases.classes")}</h2>
          <p className="label">{classes.map((one) => `${one.id} ${one.name}`).join(" · ")}</p>
        </section>
      )}
      {files.length > 0 && (
        <section className="col g8">
          <h2 className="title">{t("releases.files_in")}</h2>
          <Table
            label={t("releases.files_in")}
            rows={files.slice(0, SHOWN)}
            keyOf={(file) => `${file.part ?? ""} ${file.name ?? file.path}`}
            columns={[
              {
                id: "name",
                word: t("items.item_name"),
                look: "break",
                cell: (file) => file.name ?? file.path,
              },
              { ...figure("bytes", t("items.bytes")), cell: (file) => bytes(file.bytes ?? 0) },
              {
                id: "sum",
                word: "SHA-256",
                wide: true,
                look: "mono t3 nowrap",
                cell: (file) => `${file.sha256?.slice(0, 16)}…`,
              },
            ]}
          />
          {files.length > SHOWN && (
            <p className="label t3">
              {t("releases.files_more", { n: number(files.length - SHOWN) })}
            </p>
          )}
        </section>
      )}
    </>
  );
}
