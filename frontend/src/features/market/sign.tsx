import { useMutation, useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api, must } from "~/api/client";
import { locale } from "~/i18n";
import { Button } from "~/ui/button";
import { Dialog } from "~/ui/dialog";
import { Fault, Skeleton } from "~/ui/fault";

/** An agreement's words, and the signature under them. */
export function Sign({
  id,
  onClose,
  onSigned,
}: {
  id: number;
  onClose: () => void;
  onSigned: () => Promise<void>;
}) {
  const { t, i18n } = useTranslation("market");
  const en = i18n.language === "en";
  const path = { agreement_id: id };
  const read = useQuery({
    queryKey: ["agreements", id],
    queryFn: () => must(api.GET("/api/v1/me/agreements/{agreement_id}", { params: { path } })),
  });
  const sign = useMutation({
    mutationFn: async () => {
      await must(
        api.POST("/api/v1/agreements/{agreement_id}/sign", {
          params: { path },
          body: { locale: locale() },
        }),
      );
      await onSigned();
    },
  });
  const words = read.data;
  return (
    <Dialog
      title={words === undefined ? t("agreement") : en ? words.title_en : words.title_ko}
      open
      onClose={onClose}
      wide
    >
      <Fault error={read.error ?? sign.error} />
      {read.isPending && <Skeleton lines={6} />}
      {words !== undefined && (
        <>
          <p className="stage-agreement">{en ? words.body_en : words.body_ko}</p>
          <Button look="primary" main full busy={sign.isPending} onPress={() => sign.mutate()}>
            {t("agreed")}
          </Button>
        </>
      )}
    </Dialog>
  );
}
