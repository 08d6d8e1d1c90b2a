import { useQuery } from "@tanstack/react-query";
import { ExternalLink, KeyRound } from "lucide-react";
import { type ReactNode, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, must, type Schema } from "~/api/client";
import { Problem } from "~/api/problem";
import { Button } from "~/ui/button";
import { Fault } from "~/ui/fault";
import { Icon } from "~/ui/icons";
import { calledOff, canPasskey, signByPasskey } from "~/ui/proof/webauthn";
import { useHash } from "./hash";

type Half = Schema<"HalfwayView">;
type Props = {
  /** Where one wants to go. */
  to: string;
  onIn: () => Promise<unknown>;
  /** There is a second step. */
  onHalf: (half: Half) => void;
  /** An outside sign-in whose account is to be linked by its password. */
  onLink: (proving: string) => void;
};

/** What the outside provider sent the browser back with: `what=secret` behind the #. */
function useSentBack({ onHalf, onLink }: Props): Problem | undefined {
  const [what, secret = ""] = useHash().split("=");
  // Once: the address has it no more.
  // biome-ignore lint/correctness/useExhaustiveDependencies: by what came back alone
  useEffect(() => {
    if (what === "second") onHalf({ proving: secret, ways: ["totp", "passkey", "recovery"] });
    if (what === "passkey") onHalf({ proving: secret, ways: ["passkey", "recovery"] });
    if (what === "link") onLink(secret);
  }, [what, secret]);
  return what === "refused" ? new Problem(403, { code: secret }) : undefined;
}

/** Ways in besides the password. */
export default function MoreWays(props: Props) {
  const { t } = useTranslation("proof");
  const { to, onIn } = props;
  const refused = useSentBack(props);
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<unknown>();
  const outside = useQuery({
    queryKey: ["oidc"],
    queryFn: () => must(api.GET("/api/v1/oidc")),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const byPasskey = async () => {
    setBusy(true);
    setFault(undefined);
    try {
      const { proving, options } = await must(api.POST("/api/v1/sessions/passkey/options"));
      const credential = await signByPasskey(options);
      await must(api.POST("/api/v1/sessions/passkey", { body: { proving, credential } }));
      await onIn();
    } catch (error) {
      if (!calledOff(error)) setFault(error);
      setBusy(false);
    }
  };
  const name = outside.data?.name;
  return (
    <>
      <Fault error={fault ?? refused} />
      {canPasskey() && (
        <Button look="line" main full busy={busy} onPress={byPasskey}>
          <Icon of={KeyRound} size={16} />
          {t("sign_in_by_passkey")}
        </Button>
      )}
      {name != null && (
        <Away to={to}>
          <Icon of={ExternalLink} size={16} />
          {t("sign_in_outside", { name })}
        </Away>
      )}
    </>
  );
}

/** A link out of the app, to the provider. */
function Away({ to, children }: { to: string; children: ReactNode }) {
  return (
    <a className="btn line main full" href={`/api/v1/oidc/start?to=${encodeURIComponent(to)}`}>
      {children}
    </a>
  );
}
