import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api, must } from "~/api/client";
import { useFormat } from "~/i18n/format";
import { Fault, Skeleton } from "~/ui/fault";
import { PageTitle } from "~/ui/page";
import type { House } from "../house";
import { Files } from "./files";
import { Hires } from "./hires";
import { Board } from "./quota";
import { Receipts } from "./receipts";
import { Tools } from "./tools";
import { useWhen } from "./when";

/** A year: what the programme asks for and where one stands, hires, receipts, papers. */
export function YearPapers({ house }: { house: House }) {
  const { t } = useTranslation("papers");
  const { t: admin } = useTranslation("admin");
  const { number } = useFormat();
  const { year } = useWhen();
  const found = useQuery({
    queryKey: ["admin", "papers", house.id, "quota", year],
    queryFn: () =>
      must(
        api.GET("/api/v1/organisations/{organisation_id}/quota", {
          params: { path: { organisation_id: house.id }, query: { year } },
        }),
      ),
  });
  return (
    <>
      <PageTitle name={admin("pages.papers")}>
        {t("office.title_year", { year: String(year), n: number(found.data?.people ?? 0) })}
      </PageTitle>
      <Tools />
      <Fault error={found.error} retry={() => found.refetch()} />
      {found.isPending && <Skeleton lines={5} />}
      {found.data !== undefined && <Board found={found.data} />}
      <Hires house={house} />
      <Receipts house={house} year={year} />
      <Files
        house={house}
        period={String(year)}
        kinds={["quota", "payments", "roster", "complaints", "progress"]}
      />
    </>
  );
}
