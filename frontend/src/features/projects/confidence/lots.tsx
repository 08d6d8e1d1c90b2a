import { Link } from "@tanstack/react-router";
import { CircleCheck, Clock, PackageCheck, Plus, RotateCcw } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useFormat } from "~/i18n/format";
import { Button } from "~/ui/button";
import { Empty } from "~/ui/fault";
import { Icon } from "~/ui/icons";
import { Money } from "~/ui/money";
import { PageTitle, rowsOf } from "~/ui/page";
import { Mark } from "~/ui/state";
import { figure, moment, PagedTable, usePaged } from "~/ui/table";
import { useMakes } from "../frame/manages";
import { type Stage, useProject } from "../frame/queries";
import { NewLot } from "./new-lot";
import { type Lot, lotsKey, OFTEN, readLots } from "./queries";

const LOOK = {
  open: [Clock, "now"],
  accepted: [CircleCheck, "ok"],
  refused: [RotateCcw, "warn"],
} as const;

/** What has become of a lot. */
export function LotMark({ state }: { state: Lot["state"] }) {
  const { t } = useTranslation("confidence");
  const [icon, tone] = LOOK[state];
  return (
    <Mark icon={icon} tone={tone}>
      {t(`lot.state.${state}`)}
    </Mark>
  );
}

/** A stage's lots, and another of all that is accepted and in none. */
export function Lots({ stage }: { stage: Stage }) {
  const { t } = useTranslation("confidence");
  const { number, full } = useFormat();
  const path = { project_id: stage.project_id, stage_id: stage.id };
  const [asked, setAsked] = useState(false);
  const makes = useMakes(useProject());
  const list = usePaged(lotsKey(path), readLots(path), OFTEN);
  const rows = rowsOf(list);
  return (
    <>
      <PageTitle
        name={t("lot.name")}
        aside={
          stage.state !== "cancelled" &&
          makes && (
            <Button look="primary" main onPress={() => setAsked(true)}>
              <Icon of={Plus} />
              {t("lot.make")}
            </Button>
          )
        }
      >
        {!list.isSuccess
          ? t("lot.name")
          : rows.length === 0
            ? t("lot.title_none")
            : t("lot.title", { n: `${number(rows.length)}${list.hasNextPage ? "+" : ""}` })}
      </PageTitle>
      <PagedTable
        list={list}
        label={t("lot.name")}
        keyOf={(row) => row.id}
        none={
          <Empty icon={PackageCheck}>
            <p>{t("lot.none_hint")}</p>
          </Empty>
        }
        columns={[
          {
            id: "name",
            word: t("lot.called"),
            cell: (row) => (
              <Link
                to="/projects/$projectId/lots/$lotId"
                params={{ projectId: String(stage.project_id), lotId: String(row.id) }}
                className="row-link break"
              >
                {row.name}
              </Link>
            ),
          },
          { id: "state", word: t("lot.stands"), cell: (row) => <LotMark state={row.state} /> },
          { ...figure("size", t("lot.size")), wide: true, cell: (row) => number(row.size) },
          {
            ...figure("looked", t("lot.looked")),
            cell: (row) => t("lot.of", { n: number(row.looked), m: number(row.sample) }),
          },
          {
            ...figure("faulty", t("lot.faulty")),
            cell: (row) => t("lot.of", { n: number(row.faulty), m: number(row.accept) }),
          },
          { ...figure("cost", t("lot.cost")), wide: true, cell: (row) => <Money won={row.cost} /> },
          { ...moment("at", t("lot.at")), cell: (row) => full(row.created_at) },
        ]}
      />
      {asked && <NewLot stage={stage} onClose={() => setAsked(false)} />}
    </>
  );
}
