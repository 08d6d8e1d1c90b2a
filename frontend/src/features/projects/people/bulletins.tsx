import { useQueryClient } from "@tanstack/react-query";
import { Megaphone } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, must, type Schema } from "~/api/client";
import { useFormat } from "~/i18n/format";
import { Button } from "~/ui/button";
import { Confirm } from "~/ui/dialog";
import { Empty } from "~/ui/fault";
import { Icon } from "~/ui/icons";
import { PageTitle } from "~/ui/page";
import { moment, PagedTable, usePaged } from "~/ui/table";
import { toast } from "~/ui/toast";
import { WriteBulletin } from "./write-bulletin";

type Row = Schema<"BulletinSent">;

/** What the project's people were told, who has read it, and the way to say more. */
export function Bulletins({ projectId }: { projectId: number }) {
  const { t } = useTranslation("reading");
  const { full, number } = useFormat();
  const client = useQueryClient();
  const [writing, setWriting] = useState(false);
  const [ending, setEnding] = useState<Row>();
  const queryKey = ["project", projectId, "bulletins"];
  const list = usePaged<Row>(queryKey, (after) =>
    must(
      api.GET("/api/v1/projects/{project_id}/bulletins", {
        params: { path: { project_id: projectId }, query: { after, limit: 20 } },
      }),
    ),
  );
  const again = () => client.invalidateQueries({ queryKey });
  const end = async (row: Row) => {
    await must(
      api.POST("/api/v1/projects/{project_id}/bulletins/{bulletin_id}/end", {
        params: { path: { project_id: projectId, bulletin_id: row.id } },
      }),
    );
    await again();
  };
  const to = (row: Row) =>
    row.roles === null
      ? t("bulletin.everybody")
      : row.roles
          .filter((role) => role !== "manager" && role !== "custodian")
          .map((role) => t(`bulletin.roles.${role}`))
          .join(", ");
  return (
    <>
      <div className="row between">
        <PageTitle name={t("bulletin.title")}>{t("bulletin.desk")}</PageTitle>
        <Button look="primary" onPress={() => setWriting(true)}>
          <Icon of={Megaphone} />
          {t("bulletin.write")}
        </Button>
      </div>
      <PagedTable
        list={list}
        label={t("bulletin.title")}
        none={
          <Empty icon={Megaphone}>
            <p>{t("bulletin.none")}</p>
          </Empty>
        }
        keyOf={(row) => row.id}
        columns={[
          {
            id: "title",
            word: t("bulletin.name"),
            cell: (row) => (
              <>
                <span className="strong block">{row.title}</span>
                <span className="label t3 block">{to(row)}</span>
                <span className="label t2 block">
                  {t("bulletin.count", { people: number(row.people), read: number(row.read) })}
                </span>
              </>
            ),
          },
          { ...moment("at", t("bulletin.when")), cell: (row) => full(row.created_at) },
          {
            id: "end",
            word: t("bulletin.end"),
            hidden: true,
            num: true,
            cell: (row) =>
              row.ended_at === null ? (
                <Button look="line" onPress={() => setEnding(row)}>
                  {t("bulletin.end")}
                </Button>
              ) : (
                <span className="label t3">{t("bulletin.ended")}</span>
              ),
          },
        ]}
      />
      {writing && (
        <WriteBulletin
          projectId={projectId}
          onClose={() => setWriting(false)}
          onSent={async () => {
            setWriting(false);
            toast(t("bulletin.sent"));
            await again();
          }}
        />
      )}
      {ending !== undefined && (
        <Confirm
          open
          title={t("bulletin.end_title")}
          word={t("bulletin.end")}
          onClose={() => setEnding(undefined)}
          act={() => end(ending)}
        >
          {t("bulletin.end_what")}
        </Confirm>
      )}
    </>
  );
}
