import { useTranslation } from "react-i18next";
import { TextField } from "~/ui/field";
import { PasswordField } from "~/ui/password";

type Props = {
  value: string;
  onChange: (value: string) => void;
  /** What is wrong with it, as a sentence. */
  error?: string | undefined;
  autoFocus?: boolean;
};

/** The address that one signs in with, wherever the door asks for it. */
export function EmailField({ error, ...rest }: Props) {
  const { t } = useTranslation("auth");
  return (
    <TextField
      {...rest}
      label={t("email")}
      type="email"
      inputMode="email"
      autoComplete="username"
      isRequired
      validationBehavior="aria"
      error={error}
    />
  );
}

/** A password that is being chosen, with what it has to be. */
export function NewPasswordField({ label, error, ...rest }: Props & { label: string }) {
  const { t } = useTranslation("auth");
  return (
    <PasswordField
      {...rest}
      label={label}
      autoComplete="new-password"
      isRequired
      validationBehavior="aria"
      hint={t("password_hint")}
      error={error}
    />
  );
}

/** Leads to the first field that is wrong, once it is shown as wrong: on a phone it may be out of sight. */
export function toFirstFault(form: HTMLFormElement | null): void {
  requestAnimationFrame(() =>
    form?.querySelector<HTMLElement>("input[aria-invalid='true']")?.focus(),
  );
}
