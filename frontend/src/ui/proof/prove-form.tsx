import { KeyRound } from "lucide-react";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "~/ui/button";
import { Fault } from "~/ui/fault";
import { TextField } from "~/ui/field";
import { Icon } from "~/ui/icons";
import { PasswordField } from "~/ui/password";
import { calledOff, canPasskey } from "./webauthn";

type Props = {
  /** What may be typed: the password, or a code; nothing where a passkey is all there is. */
  typed: "password" | "code" | null;
  /** Each proves it and goes on, or throws; without the second no passkey is asked for. */
  onTyped: (what: string) => Promise<unknown>;
  onPasskey?: (() => Promise<unknown>) | undefined;
  word: string;
};

/** One more proof that it is oneself: something typed, or a passkey. */
export function ProveForm({ typed, onTyped, onPasskey, word }: Props) {
  const { t } = useTranslation("proof");
  const [value, setValue] = useState("");
  const [busy, setBusy] = useState<"typed" | "passkey" | null>(null);
  const [fault, setFault] = useState<unknown>();
  const go = async (what: "typed" | "passkey", act: () => Promise<unknown>) => {
    setBusy(what);
    setFault(undefined);
    try {
      await act();
    } catch (error) {
      if (!calledOff(error)) setFault(error);
      setValue("");
    }
    setBusy(null);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (value.trim() !== "") void go("typed", () => onTyped(value));
  };
  return (
    <form onSubmit={submit} noValidate className="col g16">
      {onPasskey !== undefined && canPasskey() && (
        <Button
          look={typed === null ? "primary" : "line"}
          main
          full
          autoFocus
          busy={busy === "passkey"}
          onPress={() => go("passkey", onPasskey)}
        >
          <Icon of={KeyRound} size={16} />
          {t("by_passkey")}
        </Button>
      )}
      {typed === "password" && (
        <PasswordField
          label={t("password")}
          autoComplete="current-password"
          value={value}
          onChange={setValue}
          autoFocus
        />
      )}
      {typed === "code" && (
        <TextField
          label={t("code")}
          hint={t("code_hint")}
          autoComplete="one-time-code"
          maxLength={40}
          value={value}
          onChange={setValue}
          autoFocus={onPasskey === undefined}
        />
      )}
      <Fault error={fault} />
      {typed !== null && (
        <Button type="submit" look="primary" main full busy={busy === "typed"}>
          {word}
        </Button>
      )}
    </form>
  );
}
