import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { ExternalLink } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, must } from "~/api/client";
import { Button } from "~/ui/button";
import { Confirm } from "~/ui/dialog";
import { Fault } from "~/ui/fault";
import { Icon } from "~/ui/icons";
import { toast } from "~/ui/toast";

/** One's account at the outside provider, where there is one: linked here, or not. */
export function Outside({ linked }: { linked: string | null }) {
  const { t } = useTranslation("proof");
  const client = useQueryClient();
  const [asking, setAsking] = useState(false);
  const provider = useQuery({
    queryKey: ["oidc"],
    queryFn: () => must(api.GET("/api/v1/oidc")),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const go = useMutation({
    mutationFn: () => must(api.POST("/api/v1/oidc/links", { body: { to: "/account" } })),
    onSuccess: (way) => location.assign(way.location),
  });
  const unlink = async () => {
    await must(api.DELETE("/api/v1/oidc/links"));
    await client.invalidateQueries({ queryKey: ["factors"] });
    toast(t("unlinked"));
  };
  const name = provider.data?.name;
  if (name == null) return null;
  return (
    <>
      <div className="row between self-way">
        <span>
          <b className="block">{name}</b>
          <span className="label t3">{linked ?? t("outside_hint")}</span>
        </span>
        {linked === null ? (
          <Button busy={go.isPending} onPress={() => go.mutate()}>
            <Icon of={ExternalLink} size={16} />
            {t("link")}
          </Button>
        ) : (
          <Button look="ghost" onPress={() => setAsking(true)}>
            {t("unlink")}
          </Button>
        )}
      </div>
      <Fault error={go.error} />
      <Confirm
        title={t("unlink_ask", { name })}
        open={asking}
        onClose={() => setAsking(false)}
        act={unlink}
        word={t("unlink")}
        danger
      >
        <p className="t2">{t("unlink_hint")}</p>
      </Confirm>
    </>
  );
}
