import { useMutation } from "@tanstack/react-query";
import { Mail } from "lucide-react";
import { useTranslation } from "react-i18next";
import { api, must } from "~/api/client";
import { Button } from "~/ui/button";
import { Fault } from "~/ui/fault";
import { Icon } from "~/ui/icons";
import { toast } from "~/ui/toast";

/** Sends the mail that proves an address once more. */
export function Resend({ email }: { email: string }) {
  const { t } = useTranslation("auth");
  const again = useMutation({
    mutationFn: () => must(api.POST("/api/v1/accounts/resend", { body: { email } })),
    onSuccess: () => toast(t("mailed_again")),
  });
  return (
    <>
      <Fault error={again.error} />
      <Button look="line" full busy={again.isPending} onPress={() => again.mutate()}>
        <Icon of={Mail} />
        {t("resend")}
      </Button>
    </>
  );
}
