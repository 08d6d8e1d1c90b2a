import { useQuery, useQueryClient } from "@tanstack/react-query";
import { KeyRound } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, must, type Schema } from "~/api/client";
import { useFormat } from "~/i18n/format";
import { Button } from "~/ui/button";
import { Confirm } from "~/ui/dialog";
import { Fault, Skeleton } from "~/ui/fault";
import { Icon } from "~/ui/icons";
import { MakeToken } from "./make-token";
import { isScope } from "./scopes";

type Token = Schema<"TokenView">;

/** Keys for programs: made with scopes, shown once, revoked at any time. */
export function Tokens() {
  const { t } = useTranslation("account");
  const client = useQueryClient();
  const [making, setMaking] = useState(false);
  const [revoking, setRevoking] = useState<Token | null>(null);
  const tokens = useQuery({
    queryKey: ["tokens"],
    queryFn: () => must(api.GET("/api/v1/tokens")),
  });
  const revoke = async () => {
    if (revoking === null) return;
    const path = { token_id: revoking.id };
    await must(api.DELETE("/api/v1/tokens/{token_id}", { params: { path } }));
    await client.invalidateQueries({ queryKey: ["tokens"] });
  };
  return (
    <section className="sec">
      <h2 className="title">{t("tokens.title")}</h2>
      <p className="t2">{t("tokens.hint")}</p>
      <Fault error={tokens.error} retry={() => tokens.refetch()} />
      {tokens.isPending && <Skeleton lines={1} />}
      {tokens.data?.length === 0 && <p className="t3 py-2">{t("tokens.none")}</p>}
      <ul className="list">
        {tokens.data?.map((token) => (
          <Line key={token.id} token={token} onRevoke={() => setRevoking(token)} />
        ))}
      </ul>
      <div className="col">
        <Button look="line" onPress={() => setMaking(true)}>
          <Icon of={KeyRound} size={16} />
          {t("tokens.make")}
        </Button>
      </div>
      {making && <MakeToken onClose={() => setMaking(false)} />}
      <Confirm
        title={t("tokens.revoke_ask")}
        open={revoking !== null}
        onClose={() => setRevoking(null)}
        act={revoke}
        word={t("tokens.revoke")}
        danger
      >
        <p className="strong">{revoking?.name}</p>
        <p className="t2">{t("tokens.revoke_hint")}</p>
      </Confirm>
    </section>
  );
}

function Line({ token, onRevoke }: { token: Token; onRevoke: () => void }) {
  const { t } = useTranslation("account");
  const { ago, day } = useFormat();
  const over = token.expires_at !== null && new Date(token.expires_at) < new Date();
  const lasts =
    token.revoked_at !== null
      ? t("tokens.revoked")
      : over
        ? t("tokens.expired")
        : token.expires_at === null
          ? t("tokens.forever")
          : t("tokens.until", { day: day(token.expires_at) });
  return (
    <li>
      <span className="grow">
        <b className="block clip">{token.name}</b>
        <span className="label t3">
          {token.scopes
            .map((scope) => (isScope(scope) ? t(`tokens.scope.${scope}`) : scope))
            .join(", ")}
          {token.projects && ` · ${t("tokens.in_projects", { n: token.projects.length })}`} ·{" "}
          {lasts}
          {" · "}
          {token.used_at ? t("tokens.used", { ago: ago(token.used_at) }) : t("tokens.unused")}
        </span>
      </span>
      {token.revoked_at === null && (
        <Button look="ghost" onPress={onRevoke}>
          {t("tokens.revoke")}
        </Button>
      )}
    </li>
  );
}
