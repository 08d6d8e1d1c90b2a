import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { toast } from "~/ui/toast";
import { payeeQuery } from "../pay";

/** Saves a step, reads anew how one is paid, and goes on. */
export function useSaving<Body>(save: (body: Body) => Promise<unknown>, onDone: () => void) {
  const { t } = useTranslation("earnings");
  const client = useQueryClient();
  return useMutation({
    mutationFn: save,
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: payeeQuery.queryKey });
      toast(t("setup.saved"));
      onDone();
    },
  });
}
