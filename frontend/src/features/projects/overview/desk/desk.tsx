import { type UseQueryResult, useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Fault, Skeleton } from "~/ui/fault";
import { useProjectId } from "../../frame/queries";
import { Balances } from "./balance";
import { HourMap } from "./hours";
import { balanceQuery, hoursQuery, queuesQuery, throughputQuery } from "./queries";
import { People } from "./throughput";
import { Waiting } from "./waiting";
import "./desk.css";

type Props = { stageId: number | undefined; stages: readonly { id: number; name: string }[] };

/** What lies behind the four answers: what waits, when and by whom work is done, what it is of. */
export function Desk({ stageId, stages }: Props) {
  const { t } = useTranslation("dashboard");
  const projectId = useProjectId();
  const queues = useQuery(queuesQuery(projectId, stageId));
  const hours = useQuery(hoursQuery(projectId, stageId));
  const people = useQuery(throughputQuery(projectId, stageId));
  const balance = useQuery(balanceQuery(projectId, stageId));
  return (
    <div className="desk">
      <Part name={t("waiting.name")} query={queues}>
        {(data) => <Waiting data={data} stages={stages} />}
      </Part>
      <Part name={t("balance.name")} query={balance}>
        {(data) => <Balances groups={data.groups} stages={stages} />}
      </Part>
      <Part name={t("hours.name")} query={hours}>
        {(data) => <HourMap days={data.days} />}
      </Part>
      <Part name={t("people.name")} query={people}>
        {(data) => <People data={data} />}
      </Part>
    </div>
  );
}

function Part<Data>({
  name,
  query,
  children,
}: {
  name: string;
  query: UseQueryResult<Data>;
  children: (data: Data) => ReactNode;
}) {
  return (
    <section aria-label={name}>
      <h2 className="title">{name}</h2>
      {query.isPending && <Skeleton lines={4} />}
      {query.isError && <Fault error={query.error} retry={() => query.refetch()} />}
      {query.data !== undefined && children(query.data)}
    </section>
  );
}
