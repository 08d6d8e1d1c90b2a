import { Download } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useFormat } from "~/i18n/format";
import { Button } from "~/ui/button";
import { useSentence } from "~/ui/fault";
import { Icon } from "~/ui/icons";
import { figure, Table } from "~/ui/table";
import { toast } from "~/ui/toast";
import { download, type Release } from "./queries";
import { SHARES } from "./shares";

/** The files of a release that is in several. */
export function Parts({ projectId, release }: { projectId: number; release: Release }) {
  const { t } = useTranslation("releases");
  const { bytes } = useFormat();
  const sentence = useSentence();
  const parts = (release.parts ?? []).map((part, at) => ({ ...part, number: at + 1 }));
  if (parts.length === 0) return null;
  const fetch = (number: number) =>
    download(projectId, release.id, number).catch((error) => toast(sentence(error)));
  return (
    <section className="col g8">
      <h2 className="title">{t("parts")}</h2>
      <p className="label t3">{t("parts_hint")}</p>
      <Table
        label={t("parts")}
        rows={parts}
        keyOf={(part) => part.number}
        columns={[
          { id: "name", word: t("file"), look: "break", cell: (part) => part.name },
          { ...figure("bytes", ""), word: "", hidden: true, cell: (part) => bytes(part.bytes) },
          {
            id: "sum",
            word: "SHA-256",
            wide: true,
            look: "mono t3 nowrap",
            cell: (part) => `${part.sha256.slice(0, 16)}…`,
          },
          {
            id: "acts",
            word: t("file"),
            num: true,
            hidden: true,
            cell: (part) =>
              release.state === "ready" && (
                <Button
                  look="ghost"
                  square
                  aria-label={t("part", { name: part.name })}
                  onPress={() => fetch(part.number)}
                >
                  <Icon of={Download} />
                </Button>
              ),
          },
        ]}
      />
    </section>
  );
}

type Share = { folder?: string; items?: number; groups?: number; names_sha256?: string };

/** The folders that a release is shared out among. */
export function Folders({ release }: { release: Release }) {
  const { t } = useTranslation(["releases", "data"]);
  const { number } = useFormat();
  const split = release.manifest?.split as Record<string, Share> | undefined;
  if (split === undefined) return null;
  return (
    <section className="col g8">
      <h2 className="title">{t("shares")}</h2>
      <Table
        label={t("shares")}
        rows={SHARES.flatMap((name) => split[name] ?? [])}
        keyOf={(share) => share.folder ?? ""}
        columns={[
          { id: "folder", word: t("share"), cell: (share) => share.folder },
          {
            ...figure("items", t("data:batches.items")),
            cell: (share) => number(share.items ?? 0),
          },
          {
            ...figure("groups", t("groups")),
            cell: (share) => (share.groups === undefined ? "–" : number(share.groups)),
          },
          {
            id: "sum",
            word: t("sum"),
            wide: true,
            look: "mono t3 nowrap",
            cell: (share) => (share.names_sha256 ? `${share.names_sha256.slice(0, 16)}…` : "–"),
          },
        ]}
      />
    </section>
  );
}
