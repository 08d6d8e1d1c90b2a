import { CircleAlert, FolderUp, Upload as UploadGlyph } from "lucide-react";
import { type ChangeEvent, type DragEvent, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Schema } from "~/annotate/core/doc";
import { useFormat } from "~/i18n/format";
import { Button } from "~/ui/button";
import { Note } from "~/ui/fault";
import { Icon } from "~/ui/icons";
import { useNarrow } from "~/ui/narrow";
import { type Begun, begun, forget } from "./kept";
import { chosen, dropped, type Parcel, parcelsOf, Unfit } from "./pick";

/** What a stage takes; before its labels are settled, pictures. */
export type Takes = Schema["modality"] | "unsettled";

type Props = {
  projectId: number;
  takes: Takes | undefined;
  onChosen: (parcels: readonly Parcel[]) => void;
};

/** Where files are dropped, or chosen in a dialog. */
export function Choose({ projectId, takes, onChosen }: Props) {
  const { t } = useTranslation("data");
  const [over, setOver] = useState(false);
  const [reading, setReading] = useState(false);
  const [unfit, setUnfit] = useState<Unfit["why"] | "unreadable" | null>(null);
  const files = useRef<HTMLInputElement>(null);
  const folder = useRef<HTMLInputElement>(null);
  // A phone has no folders to choose and nothing to drag from.
  const phone = useNarrow(640);
  const words = t(phone ? "upload.take" : "upload.drop");

  const take = async (found: ReturnType<typeof dropped> | ReturnType<typeof chosen>) => {
    setUnfit(null);
    setReading(true);
    try {
      onChosen(parcelsOf(await found));
    } catch (error) {
      setUnfit(error instanceof Unfit ? error.why : "unreadable");
      setReading(false);
    }
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    void take(dropped(event.dataTransfer));
  };
  const pick = (event: ChangeEvent<HTMLInputElement>) => {
    const { files: list } = event.target;
    if (list !== null && list.length > 0) void take(chosen(list));
    event.target.value = "";
  };
  return (
    <div className="col g16">
      <section
        className={over ? "drop over" : "drop"}
        aria-label={words}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
      >
        <Icon of={UploadGlyph} size={32} className="t3" />
        <p className="title">{words}</p>
        <p className="label t3">
          {t(takes === undefined ? "upload.drop_hint" : `upload.takes.${takes}`)}
        </p>
        <div className="row wrap center">
          {!phone && (
            <Button look="primary" busy={reading} onPress={() => folder.current?.click()}>
              <Icon of={FolderUp} />
              {t("upload.choose_folder")}
            </Button>
          )}
          <Button
            look={phone ? "primary" : "line"}
            busy={phone && reading}
            isDisabled={reading}
            onPress={() => files.current?.click()}
          >
            {t("upload.choose_files")}
          </Button>
        </div>
        <input ref={files} type="file" multiple hidden onChange={pick} data-testid="files" />
        <input
          ref={folder}
          type="file"
          hidden
          onChange={pick}
          data-testid="folder"
          {...{ webkitdirectory: "" }}
        />
      </section>
      {unfit !== null && (
        <div role="alert">
          <Note icon={CircleAlert} tone="bad">
            {t(`upload.unfit.${unfit}`)}
          </Note>
        </div>
      )}
      <LeftOver projectId={projectId} />
    </div>
  );
}

/** What was broken off here: the same files go on where they came to. */
function LeftOver({ projectId }: { projectId: number }) {
  const { t } = useTranslation("data");
  const { percent, bytes } = useFormat();
  const [rows, setRows] = useState<Begun[]>([]);
  useEffect(() => setRows(begun(projectId)), [projectId]);
  if (rows.length === 0) return null;
  const drop = (url: string) => {
    forget(url);
    setRows(begun(projectId));
  };
  return (
    <section className="col g4">
      <h3 className="label strong">{t("upload.left_over")}</h3>
      <ul className="list tight">
        {rows.map((row) => (
          <li key={row.url}>
            <span className="grow clip">{row.name}</span>
            <span className="label t3 nowrap">
              {t("upload.left_over_at", {
                share: percent(row.size > 0 ? row.sent / row.size : 0),
                size: bytes(row.size),
              })}
            </span>
            <Button look="ghost" onPress={() => drop(row.url)}>
              {t("upload.forget")}
            </Button>
          </li>
        ))}
      </ul>
      <p className="hint">{t("upload.left_over_hint")}</p>
    </section>
  );
}
