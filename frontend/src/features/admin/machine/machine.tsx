import { useQuery } from "@tanstack/react-query";
import { CircleAlert } from "lucide-react";
import { useTranslation } from "react-i18next";
import { api, must } from "~/api/client";
import { liveKeys, useLive } from "~/api/live";
import { Fault, Skeleton } from "~/ui/fault";
import { Icon } from "~/ui/icons";
import { PageTitle } from "~/ui/page";
import { useAmiss } from "./amiss";
import { Backups, Faults } from "./lists";
import { Leases, Processes, Room, Waiting } from "./parts";

/** How the machine stands: read anew when background work moves, and every ten seconds. */
export function Machine() {
  const { t } = useTranslation(["machine", "admin"]);
  const amiss = useAmiss();
  useLive(null);
  const { data, error, isPending, refetch } = useQuery({
    queryKey: liveKeys.machine,
    refetchInterval: 10_000,
    queryFn: () => must(api.GET("/api/v1/machine")),
  });
  const said = data === undefined ? [] : amiss(data);
  return (
    <div className="col g24">
      <div>
        <PageTitle name={t("admin:pages.machine")}>
          {data === undefined
            ? t("admin:pages.machine")
            : said.length === 0
              ? t("title_well")
              : t("title", { n: said.length })}
        </PageTitle>
        <Fault error={error} retry={() => refetch()} />
        {isPending && <Skeleton lines={8} />}
        {said.map((one) => (
          <p key={one} className="note warn">
            <Icon of={CircleAlert} />
            <span className="grow">{one}</span>
          </p>
        ))}
      </div>
      {data !== undefined && (
        <>
          <Waiting rows={data.chores} />
          <Processes rows={data.processes} />
          <Leases rows={data.leases} />
          <Room machine={data} />
        </>
      )}
      <Backups />
      <Faults />
    </div>
  );
}
