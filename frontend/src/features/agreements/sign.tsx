import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api, must } from "~/api/client";
import { meQuery } from "~/api/session";
import { locale } from "~/i18n";
import { Button } from "~/ui/button";
import { Fault } from "~/ui/fault";
import { toast } from "~/ui/toast";

/** Signs a version; what shows it is read anew. */
export function Sign({ id }: { id: number }) {
  const { t } = useTranslation("account");
  const client = useQueryClient();
  const sign = useMutation({
    mutationFn: () =>
      must(
        api.POST("/api/v1/agreements/{agreement_id}/sign", {
          params: { path: { agreement_id: id } },
          body: { locale: locale() },
        }),
      ),
    onSuccess: async () => {
      toast(t("agreements.signed_now"));
      await Promise.all([
        client.invalidateQueries({ queryKey: ["agreements"] }),
        client.invalidateQueries({ queryKey: ["signing"] }),
        client.invalidateQueries({ queryKey: meQuery.queryKey, exact: true }),
        client.invalidateQueries({ queryKey: ["market"] }),
      ]);
    },
  });
  return (
    <div className="pact-sign">
      <Fault error={sign.error} />
      <Button look="primary" main full busy={sign.isPending} onPress={() => sign.mutate()}>
        {t("agreements.sign")}
      </Button>
      <p className="label t3">{t("agreements.sign_hint")}</p>
    </div>
  );
}
