import { KeyRound } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, must } from "~/api/client";
import { Button } from "~/ui/button";
import { Fault } from "~/ui/fault";
import { Icon } from "~/ui/icons";
import { calledOff, canPasskey, signByPasskey } from "~/ui/proof/webauthn";

/** Ways in besides the password. */
export default function MoreWays({ onIn }: { onIn: () => Promise<unknown> }) {
  const { t } = useTranslation("proof");
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<unknown>();
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
  if (!canPasskey()) return null;
  return (
    <>
      <Fault error={fault} />
      <Button look="line" main full busy={busy} onPress={byPasskey}>
        <Icon of={KeyRound} size={16} />
        {t("sign_in_by_passkey")}
      </Button>
    </>
  );
}
