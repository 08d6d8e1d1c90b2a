import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "~/ui/button";
import { Dialog } from "~/ui/dialog";
import { Fault } from "~/ui/fault";
import { TextField } from "~/ui/field";
import { Kinds } from "./kinds";
import { changeHook, type Home, type Hook, hooksKey, makeHook } from "./queries";
import { Secret } from "./secret";

/** A new webhook, whose secret is then shown once; or what is to be otherwise of one. */
export function HookForm({
  home,
  hook,
  onClose,
}: {
  home: Home;
  hook?: Hook;
  onClose: () => void;
}) {
  const { t } = useTranslation("hooks");
  const client = useQueryClient();
  const [name, setName] = useState(hook?.name ?? "");
  const [address, setAddress] = useState(hook?.address ?? "https://");
  const [kinds, setKinds] = useState<ReadonlySet<string>>(new Set(hook?.kinds));
  const [tried, setTried] = useState(false);
  const save = useMutation({
    mutationFn: async () => {
      const body = { name: name.trim(), address: address.trim(), kinds: [...kinds] };
      if (hook === undefined) return (await makeHook(home, body)).secret;
      await changeHook(home, hook.id, body);
      return null;
    },
    onSuccess: (secret) => {
      void client.invalidateQueries({ queryKey: hooksKey(home) });
      if (secret === null) onClose();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (name.trim() !== "" && address.trim() !== "" && kinds.size > 0) save.mutate();
  };
  if (save.data) return <Secret secret={save.data} onClose={onClose} />;
  return (
    <Dialog title={t(hook === undefined ? "make" : "change")} open wide onClose={onClose}>
      <form onSubmit={submit} noValidate className="col g16">
        <TextField
          label={t("name")}
          maxLength={100}
          validationBehavior="aria"
          value={name}
          onChange={setName}
          hint={t("name_hint")}
          error={tried && name.trim() === "" ? t("name_need") : undefined}
          autoFocus
        />
        <TextField
          label={t("address")}
          type="url"
          maxLength={2000}
          validationBehavior="aria"
          value={address}
          onChange={setAddress}
          hint={t("address_hint")}
          error={tried && address.trim() === "" ? t("address_need") : undefined}
        />
        <Kinds
          home={home}
          chosen={kinds}
          onChange={setKinds}
          error={tried && kinds.size === 0 ? t("kinds_need") : undefined}
        />
        <Fault error={save.error} />
        <Button type="submit" look="primary" main full busy={save.isPending}>
          {t(hook === undefined ? "make" : "save")}
        </Button>
      </form>
    </Dialog>
  );
}
