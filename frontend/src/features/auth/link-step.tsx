import { useTranslation } from "react-i18next";
import { api, must, type Schema } from "~/api/client";
import { ProveForm } from "~/ui/proof/prove-form";

type Props = {
  proving: string;
  onIn: () => Promise<unknown>;
  onHalf: (half: Schema<"HalfwayView">) => void;
};

/** The account with the provider's address is linked to it by its own password, once. */
export default function LinkStep({ proving, onIn, onHalf }: Props) {
  const { t } = useTranslation("proof");
  const link = async (password: string) => {
    const body = { proving, password };
    const answer = await must(api.POST("/api/v1/oidc/links/confirm", { body }));
    if ("proving" in answer) onHalf(answer);
    else await onIn();
  };
  return (
    <div className="col g16">
      <p className="t2">{t("link_hint")}</p>
      <ProveForm typed="password" onTyped={link} word={t("link")} />
    </div>
  );
}
