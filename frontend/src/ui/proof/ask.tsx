import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, must, type Schema } from "~/api/client";
import { Dialog } from "~/ui/dialog";
import { Fault, Skeleton } from "~/ui/fault";
import { ProveForm } from "./prove-form";
import { signByPasskey } from "./webauthn";

type Factors = Schema<"FactorsView">;

/** One more proof that it is oneself, before something grave. */
export default function Ask({ onEnd }: { onEnd: (done: boolean) => void }) {
  const { t } = useTranslation("proof");
  const [factors, setFactors] = useState<Factors>();
  const [fault, setFault] = useState<unknown>();
  useEffect(() => {
    must(api.GET("/api/v1/me/factors")).then(setFactors, setFault);
  }, []);
  const confirm = async (body: Schema<"Confirm">) => {
    await must(api.POST("/api/v1/sessions/confirm", { body }));
    onEnd(true);
  };
  const byPasskey = async () => {
    const asked = await must(api.POST("/api/v1/sessions/confirm/options"));
    const credential = await signByPasskey(asked.options);
    await confirm({ challenge: asked.proving, credential });
  };
  const more =
    factors !== undefined && (factors.totp_since !== null || factors.passkeys.length > 0);
  const typed = more ? "code" : factors?.password ? "password" : null;
  return (
    <Dialog title={t("confirm_title")} open onClose={() => onEnd(false)}>
      <p className="t2">{t("confirm_hint")}</p>
      <Fault error={fault} />
      {factors === undefined && fault === undefined && <Skeleton lines={2} />}
      {factors !== undefined && (typed !== null || factors.passkeys.length > 0) && (
        <ProveForm
          typed={typed}
          onTyped={(what) => confirm(typed === "password" ? { password: what } : { code: what })}
          onPasskey={factors.passkeys.length > 0 ? byPasskey : undefined}
          word={t("confirm")}
        />
      )}
      {factors !== undefined && typed === null && (
        <a
          className="btn primary main full"
          href={`/sign-in?to=${encodeURIComponent(location.pathname)}`}
        >
          {t("sign_in_again")}
        </a>
      )}
    </Dialog>
  );
}
