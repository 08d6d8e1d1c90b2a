import { Suspense, useEffect, useState } from "react";
import { I18nProvider } from "react-aria-components";
import { createRoot } from "react-dom/client";
import { useTranslation } from "react-i18next";
import { api, must, type Schema } from "~/api/client";
import { locale } from "~/i18n";
import { Dialog } from "~/ui/dialog";
import { Fault, Skeleton } from "~/ui/fault";
import { ProveForm } from "./prove-form";
import { signByPasskey } from "./webauthn";

type Factors = Schema<"FactorsView">;

async function wants(answer: Response): Promise<boolean> {
  const body: unknown = await answer
    .clone()
    .json()
    .catch(() => null);
  return (
    typeof body === "object" && body !== null && "code" in body && body.code === "confirm_needed"
  );
}

let asking: Promise<boolean> | null = null;

/** What a refusal becomes: the answer to the same request, once its person has proved that it is he,
 * where that was all it wanted; else the refusal. */
export async function proved(answer: Response, again: Request): Promise<Response> {
  if (!(await wants(answer))) return answer;
  asking ??= ask().finally(() => {
    asking = null;
  });
  return (await asking) ? fetch(again) : answer;
}

/** Asks, above whatever the page shows: it may come from anywhere. */
function ask(): Promise<boolean> {
  return new Promise((resolve) => {
    const place = document.body.appendChild(document.createElement("div"));
    const root = createRoot(place);
    const end = (done: boolean) => {
      root.unmount();
      place.remove();
      resolve(done);
    };
    root.render(
      <I18nProvider locale={locale() === "en" ? "en-US" : "ko-KR"}>
        <Suspense>
          <Ask onEnd={end} />
        </Suspense>
      </I18nProvider>,
    );
  });
}

function Ask({ onEnd }: { onEnd: (done: boolean) => void }) {
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
