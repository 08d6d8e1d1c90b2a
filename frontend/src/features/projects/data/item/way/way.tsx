import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Flag, PackageCheck } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useFormat } from "~/i18n/format";
import { Button } from "~/ui/button";
import { Fault, Skeleton } from "~/ui/fault";
import { Icon } from "~/ui/icons";
import { shortName } from "../../grid";
import { ItemMark } from "../../marks";
import { stepsOf } from "./model";
import { type WayItem, wayQuery } from "./queries";

const FEW = 6; // items of a step that are shown at once

/** From its beginning to its release: every stage that it has been in, each with its items. */
export function Way({ projectId, itemId }: { projectId: number; itemId: number }) {
  const { t } = useTranslation("pipeline");
  const way = useQuery(wayQuery(projectId, itemId));
  if (way.isPending) return <Skeleton lines={2} />;
  const items = way.data ?? [];
  const released = items.some((one) => one.state === "released");
  return (
    <section className="col g8 mt-4">
      <h2 className="title">{t("way.title")}</h2>
      <Fault error={way.error} retry={() => way.refetch()} />
      <p className="label t3">{t("way.hint")}</p>
      <ol className="way">
        <li className="end label">
          <Icon of={Flag} size={16} /> {t("way.start")}
        </li>
        {stepsOf(items).map((step) => (
          <Step key={step[0]?.id} items={step} here={itemId} projectId={projectId} />
        ))}
        <li className="end label">
          <Icon of={PackageCheck} size={16} className={released ? "c-ok" : "t3"} />{" "}
          {t("way.release")}
          {!released && <span className="t3 block">{t("way.waiting")}</span>}
        </li>
      </ol>
    </section>
  );
}

function Step({
  items,
  here,
  projectId,
}: {
  items: readonly WayItem[];
  here: number;
  projectId: number;
}) {
  const { t } = useTranslation(["pipeline", "common"]);
  const { number } = useFormat();
  const [all, setAll] = useState(false);
  const stages = [...new Set(items.map((one) => one.stage))].join(", ");
  const current = items.some((one) => one.id === here);
  // The one that is looked at is never among those that are folded away.
  const first = [
    ...items.filter((one) => one.id === here),
    ...items.filter((one) => one.id !== here),
  ];
  const shown = all ? first : first.slice(0, FEW);
  return (
    <li aria-current={current ? "step" : undefined}>
      <p className="label t3">{stages}</p>
      <ul>
        {shown.map((one) => (
          <li key={one.id} className="col g4">
            {one.id === here ? (
              <b className="break">
                {shortName(one.name)} <span className="sr-only">{t("pipeline:way.here")}</span>
              </b>
            ) : (
              <Link
                to="/projects/$projectId/data/$itemId"
                params={{ projectId: String(projectId), itemId: String(one.id) }}
                className="link break"
              >
                {shortName(one.name)}
              </Link>
            )}
            <ItemMark state={one.state} />
            {one.excluded_for === "superseded" && (
              <span className="label t3">{t("pipeline:way.superseded")}</span>
            )}
          </li>
        ))}
      </ul>
      {items.length > shown.length && (
        <Button look="text" onPress={() => setAll(true)}>
          {t("common:more")} ({number(items.length - shown.length)})
        </Button>
      )}
    </li>
  );
}
