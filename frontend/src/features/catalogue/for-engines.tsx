import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { api, must } from "~/api/client";

/** What search engines read of the page: schema.org's `Dataset`, as a block of data in its head. */
export function ForEngines({ datasetId }: { datasetId: number }) {
  const told = useQuery({
    queryKey: ["catalogue", datasetId, "metadata"],
    retry: false,
    queryFn: () =>
      must(
        api.GET("/api/v1/catalogue/{dataset_id}/metadata", {
          params: { path: { dataset_id: datasetId } },
        }),
      ),
  }).data;
  useEffect(() => {
    if (told === undefined) return;
    const block = document.createElement("script");
    block.type = "application/ld+json";
    block.textContent = JSON.stringify(told);
    document.head.append(block);
    return () => block.remove();
  }, [told]);
  return null;
}
