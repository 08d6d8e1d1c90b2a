import { useTranslation } from "react-i18next";
import { api, must, type Schema } from "~/api/client";
import { ProveForm } from "~/ui/proof/prove-form";
import { signByPasskey } from "~/ui/proof/webauthn";

type Props = { half: Schema<"HalfwayView">; onIn: () => Promise<unknown> };

/** The second step of signing in, for who has a second factor. */
export default function SecondStep({ half, onIn }: Props) {
  const { t } = useTranslation("proof");
  const { proving } = half;
  const go = async (body: Omit<Schema<"SecondStep">, "proving">) => {
    await must(api.POST("/api/v1/sessions/second", { body: { proving, ...body } }));
    await onIn();
  };
  const byPasskey = async () => {
    const asked = await must(api.POST("/api/v1/sessions/second/options", { body: { proving } }));
    await go({ challenge: asked.proving, credential: await signByPasskey(asked.options) });
  };
  return (
    <div className="col g16">
      <p className="t2">{t(half.ways.includes("totp") ? "second_app" : "second_key")}</p>
      <ProveForm
        typed="code"
        onTyped={(code) => go({ code })}
        onPasskey={half.ways.includes("passkey") ? byPasskey : undefined}
        word={t("go_on")}
      />
    </div>
  );
}
