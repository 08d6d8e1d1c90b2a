import { useNavigate } from "@tanstack/react-router";
import { ImageOff } from "lucide-react";
import { GridList, GridListItem } from "react-aria-components";
import { useTranslation } from "react-i18next";
import { useFormat } from "~/i18n/format";
import { Dialog } from "~/ui/dialog";
import { Empty } from "~/ui/fault";
import { rowsOf } from "~/ui/page";
import { ListFrame, usePaged } from "~/ui/table";
import { shortName } from "../data/grid";
import { Shot } from "../data/shot";
import type { Stage } from "../frame/queries";
import { type Candidate, goldsKey, type Level, readCandidates } from "./queries";
import "../data/data.css";

type Props = { stage: Stage; level: Level; onClose: () => void };

/** Items whose answer was accepted, of which one is chosen to be known. */
export function Pick({ stage, level, onClose }: Props) {
  const { t } = useTranslation("golds");
  const go = useNavigate();
  const path = { project_id: stage.project_id, stage_id: stage.id };
  const list = usePaged([...goldsKey(path), "candidates", level], readCandidates(path, level));
  return (
    <Dialog title={t("pick.title")} open onClose={onClose} wide>
      <p className="t2">{t("pick.what")}</p>
      <ListFrame
        list={list}
        none={
          <Empty icon={ImageOff} title={t("pick.none")}>
            <p>{t("pick.none_hint")}</p>
          </Empty>
        }
      >
        {rowsOf(list).length > 0 && (
          <GridList
            aria-label={t("pick.title")}
            layout="grid"
            className="tiles pick-tiles"
            items={rowsOf(list).map((one) => ({ ...one, id: one.item_id }))}
            onAction={(key) =>
              void go({
                to: "/projects/$projectId/golds/write",
                params: { projectId: String(stage.project_id) },
                search: { stage: stage.id, level, item: Number(key) },
              })
            }
          >
            {(one) => (
              <GridListItem id={one.id} textValue={one.item.name} className="tile">
                <Shot
                  url={one.item.picture}
                  excerpt={one.item.excerpt}
                  type={one.item.media_type}
                />
                <div className="tile-words">
                  <b className="clip" title={one.item.name}>
                    {shortName(one.item.name)}
                  </b>
                </div>
                <Sure of={one} />
              </GridListItem>
            )}
          </GridList>
        )}
      </ListFrame>
    </Dialog>
  );
}

/** How sure an answer is before anybody looks at it again. */
export function Sure({ of }: { of: Candidate }) {
  const { t } = useTranslation("golds");
  const { number, percent } = useFormat();
  return (
    <span className="label t3">
      {[
        t(`sure.${of.source}`),
        t("sure.answers", { n: number(of.answers) }),
        ...(of.sure === null ? [] : [t("sure.share", { share: percent(of.sure) })]),
      ].join(" · ")}
    </span>
  );
}
