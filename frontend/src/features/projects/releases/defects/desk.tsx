import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { Flag } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useFormat } from "~/i18n/format";
import { useAbout } from "~/ui/defects/about";
import { DefectMark } from "~/ui/defects/mark";
import { Dialog } from "~/ui/dialog";
import { Empty } from "~/ui/fault";
import { PageTitle, rowsOf } from "~/ui/page";
import { Chips } from "~/ui/segments";
import { moment, PagedTable, usePaged } from "~/ui/table";
import { useProjectId } from "../../frame/queries";
import { ReleaseTabs } from "../tabs";
import { Add } from "./add";
import { One } from "./one";
import { Period } from "./period";
import { type Defect, type Group, readDefects } from "./queries";
import "./defects.css";

/** What users found wrong with the project's releases, and what is to be done about it. */
export function DefectsDesk() {
  const { t } = useTranslation("defects");
  const { number, full } = useFormat();
  const about = useAbout();
  const projectId = useProjectId();
  const { defect, show = "open" } = useSearch({
    from: "/inside/projects/$projectId/releases/defects",
  });
  const go = useNavigate();
  const search = (next: { defect?: number; show?: Group | "period" }) =>
    go({
      to: "/projects/$projectId/releases/defects",
      params: { projectId: String(projectId) },
      search: { show, ...next },
    });
  const group: Group = show === "period" ? "open" : show;
  const list = usePaged<Defect>(["project", projectId, "defects", "list", group], (after) =>
    readDefects(projectId, group, after),
  );
  const waiting = usePaged<Defect>(["project", projectId, "defects", "list", "open"], (after) =>
    readDefects(projectId, "open", after),
  );
  const n = `${number(rowsOf(waiting).length)}${waiting.hasNextPage ? "+" : ""}`;
  return (
    <>
      <ReleaseTabs projectId={projectId} />
      <div className="design-tab">
        <PageTitle name={t("desk.name")} aside={<Add projectId={projectId} />}>
          {rowsOf(waiting).length === 0 ? t("desk.title_none") : t("desk.title", { n })}
        </PageTitle>
        <Chips
          label={t("desk.view")}
          parts={(["open", "working", "ended", "all", "period"] as const).map((id) => ({
            id,
            word: t(`desk.${id}`),
          }))}
          chosen={show}
          onChoose={(next) => search({ show: next })}
        />
        {show === "period" ? (
          <Period projectId={projectId} />
        ) : (
          <PagedTable
            list={list}
            label={t("desk.name")}
            keyOf={(row) => row.id}
            none={
              <Empty icon={Flag} title={t("desk.none")}>
                <p>{t("desk.none_hint")}</p>
              </Empty>
            }
            columns={[
              {
                id: "what",
                word: t("desk.what"),
                cell: (row) => (
                  <>
                    <Link
                      to="/projects/$projectId/releases/defects"
                      params={{ projectId: String(projectId) }}
                      search={{ show, defect: row.id }}
                      className="row-link defect-line"
                    >
                      {row.body}
                    </Link>
                    <small className="label t3 block break">{about(row)}</small>
                  </>
                ),
              },
              {
                id: "kind",
                word: t("report.kind"),
                wide: true,
                cell: (row) => t(`kind.${row.kind}`),
              },
              {
                id: "state",
                word: t("desk.state"),
                cell: (row) => <DefectMark state={row.state} />,
              },
              { ...moment("at", t("desk.at")), cell: (row) => full(row.reported_at) },
            ]}
          />
        )}
      </div>
      <Dialog
        title={t("desk.what")}
        open={defect !== undefined}
        onClose={() => search({ defect: undefined })}
        sheet
      >
        {defect !== undefined && <One key={defect} projectId={projectId} defectId={defect} />}
      </Dialog>
    </>
  );
}
