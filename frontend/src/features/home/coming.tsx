import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { CalendarClock, DoorOpen } from "lucide-react";
import { useTranslation } from "react-i18next";
import { api, must } from "~/api/client";
import { type Coming as ComingWork, comingQuery } from "~/api/routing";
import { useFormat } from "~/i18n/format";
import { LinkButton } from "~/ui/button";
import { Fault } from "~/ui/fault";
import { Switch } from "~/ui/field";
import { Icon } from "~/ui/icons";
import { NeedWay } from "~/ui/learning/need-way";
import { Price } from "~/ui/price";
import { useSecondsTo } from "~/ui/seconds";
import { toast } from "~/ui/toast";

/** Work that will open: when, and whether one wants a part; the stream keeps it as it is. */
export function Coming() {
  const { t } = useTranslation("learn");
  const read = useQuery(comingQuery);
  if (read.data === undefined || read.data.length === 0) return null;
  return (
    <section className="sec" aria-labelledby="coming">
      <div className="head">
        <h2 className="title" id="coming">
          {t("coming.title")}
        </h2>
      </div>
      <ul className="list">
        {read.data.map((one) => (
          <Row key={`${one.project_id}.${one.id}`} work={one} />
        ))}
      </ul>
    </section>
  );
}

function Row({ work }: { work: ComingWork }) {
  const { t } = useTranslation("learn");
  const client = useQueryClient();
  const open = work.opened_at !== null;
  const path = { projectId: String(work.project_id), stageId: String(work.stage_id) };
  const wish = useMutation({
    mutationFn: async (on: boolean) => {
      const params = {
        params: { path: { project_id: work.project_id, announcement_id: work.id } },
      };
      const door = "/api/v1/announcements/{project_id}/{announcement_id}/wish";
      await must(on ? api.PUT(door, params) : api.DELETE(door, params));
      await client.invalidateQueries({ queryKey: comingQuery.queryKey });
      toast(t(on ? "coming.wished" : "coming.unwished"));
    },
  });
  return (
    <li className="home-coming">
      <span className="thumb">
        <Icon of={open ? DoorOpen : CalendarClock} />
      </span>
      <div className="grow">
        <Link to="/work/stages/$projectId/$stageId" params={path} className="block">
          <b>{work.project}</b>
          <span className="label t3">
            {" "}
            · {work.stage}
            {work.price !== null && work.unit !== null && work.per !== null && (
              <>
                {" · "}
                <Price of={{ price: work.price, unit: work.unit, per: work.per }} />
              </>
            )}
          </span>
        </Link>
        <p className="label t2">{open ? <Shared work={work} /> : <Until at={work.opens_at} />}</p>
        {work.needs.map((need) => (
          <NeedWay key={need.code} need={need} />
        ))}
        <Fault error={wish.error} />
      </div>
      {open ? (
        work.needs.length === 0 && (
          <LinkButton to="/do/$projectId/$stageId" params={path} look="primary">
            {t("coming.start")}
          </LinkButton>
        )
      ) : (
        <div className="col g4">
          <Switch
            isSelected={wish.isPending ? wish.variables : work.wished}
            isDisabled={work.needs.length > 0 && !work.wished}
            onChange={(on) => wish.mutate(on)}
          >
            {t("coming.wish")}
          </Switch>
          <span className="label t3">{t("coming.wishes", { n: work.wishes })}</span>
        </div>
      )}
    </li>
  );
}

const DAY = 86_400; // seconds: what is farther off is told by its day

function Until({ at }: { at: string }) {
  const { t } = useTranslation("learn");
  const { clock, full } = useFormat();
  const seconds = useSecondsTo(at);
  if (seconds === 0) return t("coming.opening");
  return seconds > DAY
    ? t("coming.at", { at: full(at) })
    : t("coming.in", { clock: clock(seconds) });
}

function Shared({ work }: { work: ComingWork }) {
  const { t } = useTranslation("learn");
  const { time } = useFormat();
  return work.share === null || work.until === null
    ? t("coming.open")
    : t("coming.shared", { share: work.share, until: time(work.until) });
}
