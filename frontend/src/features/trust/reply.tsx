import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { type Hit, reply } from "~/api/trusted";
import { SayForm } from "~/ui/say-form";
import { toast } from "~/ui/toast";

/** Says something to what was noticed, once. */
export function Reply({ hit }: { hit: Hit }) {
  const { t } = useTranslation("trusted");
  const client = useQueryClient();
  return (
    <section className="sec">
      <h2 className="title mb-2">{t("reply")}</h2>
      <SayForm
        hint={t("reply_hint")}
        label={t("reply_label")}
        need={t("reply_need")}
        word={t("reply_send")}
        most={4000}
        send={async (text) => {
          await reply(hit, text);
          toast(t("reply_sent"));
          await client.invalidateQueries({ queryKey: ["trusted"] });
        }}
      />
    </section>
  );
}
