import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, must } from "~/api/client";
import { useFormat } from "~/i18n/format";
import { Dialog } from "~/ui/dialog";
import { Fault, Skeleton } from "~/ui/fault";
import { Segments } from "~/ui/segments";

/** The words of one version, in either language. */
export function Read({ id, onClose }: { id: number | undefined; onClose: () => void }) {
  const { t, i18n } = useTranslation("admin");
  const { full } = useFormat();
  const [spoken, setSpoken] = useState<"ko" | "en">(i18n.language === "en" ? "en" : "ko");
  const found = useQuery({
    queryKey: ["admin", "agreement", id],
    enabled: id !== undefined,
    queryFn: () =>
      must(
        api.GET("/api/v1/oversight/agreements/{agreement_id}", {
          params: { path: { agreement_id: id ?? 0 } },
        }),
      ),
  });
  const one = found.data;
  const title =
    one === undefined ? t("pages.agreements") : spoken === "en" ? one.title_en : one.title_ko;
  return (
    <Dialog title={title} open={id !== undefined} onClose={onClose} wide>
      {found.isPending && <Skeleton lines={6} />}
      <Fault error={found.error} retry={() => found.refetch()} />
      {one !== undefined && (
        <>
          <div className="row between wrap">
            <p className="label t3">
              {t("agreements.version_at", { n: one.version, at: full(one.published_at) })}
            </p>
            <Segments
              label={t("agreements.language")}
              parts={[
                { id: "ko", word: "한국어" },
                { id: "en", word: "English" },
              ]}
              chosen={spoken}
              onChoose={setSpoken}
            />
          </div>
          <div className="adm-words" lang={spoken}>
            {spoken === "en" ? one.body_en : one.body_ko}
          </div>
        </>
      )}
    </Dialog>
  );
}
