import { useQuery } from "@tanstack/react-query";
import { FileSignature } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, must } from "~/api/client";
import { useFormat } from "~/i18n/format";
import { Button } from "~/ui/button";
import { Empty, Fault, Skeleton } from "~/ui/fault";
import { pactQuery } from "./queries";
import { Write } from "./write";

/** What the organisation agrees on with those who work for it, and how many have signed. */
export function Pact({ house }: { house: number }) {
  const { t, i18n } = useTranslation("signing");
  const { full, number } = useFormat();
  const [writes, setWrites] = useState(false);
  const pact = useQuery(pactQuery(house));
  const signed = useQuery({
    queryKey: ["admin", "organisation", house, "signatures", pact.data?.id],
    enabled: !!pact.data,
    queryFn: () =>
      must(
        api.GET("/api/v1/organisations/{organisation_id}/signatures", {
          params: { path: { organisation_id: house }, query: { limit: 1 } },
        }),
      ),
  });
  const now = pact.data;
  return (
    <section className="sec">
      <div className="head">
        <h2 className="title">{t("house.title")}</h2>
        {pact.isSuccess && (
          <Button look="line" onPress={() => setWrites(true)}>
            {t(now === null ? "house.first" : "house.write")}
          </Button>
        )}
      </div>
      <Fault error={pact.error ?? signed.error} retry={() => pact.refetch()} />
      {pact.isPending && <Skeleton lines={2} />}
      {now === null && <Empty icon={FileSignature} title={t("house.none")} />}
      {now && (
        <>
          <p className="strong">{i18n.language === "en" ? now.title_en : now.title_ko}</p>
          <p className="label t3">
            {t("house.holds", { n: now.version, at: full(now.published_at) })}
          </p>
          {signed.data !== undefined && (
            <p className="t2">
              {t("house.signed", {
                called: number(signed.data.called),
                signed: number(signed.data.signed),
              })}
            </p>
          )}
        </>
      )}
      {writes && <Write house={house} now={now ?? null} onClose={() => setWrites(false)} />}
    </section>
  );
}
