import { useMutation, useQueryClient } from "@tanstack/react-query";
import { KeyRound, Plus } from "lucide-react";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, must, type Schema } from "~/api/client";
import { useFormat } from "~/i18n/format";
import { Button } from "~/ui/button";
import { Confirm, Dialog } from "~/ui/dialog";
import { Fault } from "~/ui/fault";
import { TextField } from "~/ui/field";
import { Icon } from "~/ui/icons";
import { calledOff, canPasskey, makePasskey } from "~/ui/proof/webauthn";
import { toast } from "~/ui/toast";
import { deviceOf } from "./device";

type Passkey = Schema<"PasskeyView">;
type Props = { passkeys: Passkey[]; onCodes: (codes: string[] | null) => void };

/** One's passkeys: made, named, taken away. */
export function Passkeys({ passkeys, onCodes }: Props) {
  const { t } = useTranslation("proof");
  const { ago, day } = useFormat();
  const client = useQueryClient();
  const [naming, setNaming] = useState<Passkey | "new" | null>(null);
  const [removing, setRemoving] = useState<Passkey | null>(null);
  const read = () => client.invalidateQueries({ queryKey: ["factors"] });
  const remove = async () => {
    if (removing === null) return;
    const path = { passkey_id: removing.id };
    await must(api.DELETE("/api/v1/me/passkeys/{passkey_id}", { params: { path } }));
    await read();
    toast(t("removed"));
  };
  return (
    <div className="col g8 self-way">
      <h3 className="strong">{t("passkeys")}</h3>
      <p className="t2">{t(canPasskey() ? "passkeys_hint" : "passkey_not_here")}</p>
      {passkeys.length > 0 && (
        <ul className="list">
          {passkeys.map((one) => (
            <li key={one.id}>
              <span className="thumb">
                <Icon of={KeyRound} />
              </span>
              <span className="grow">
                <b className="block clip">{one.name}</b>
                <span className="label t3">
                  {t("passkey_made", { day: day(one.created_at) })} ·{" "}
                  {one.used_at ? t("passkey_used", { ago: ago(one.used_at) }) : t("passkey_unused")}
                </span>
              </span>
              <Button look="ghost" onPress={() => setNaming(one)}>
                {t("passkey_rename")}
              </Button>
              <Button look="ghost" onPress={() => setRemoving(one)}>
                {t("remove")}
              </Button>
            </li>
          ))}
        </ul>
      )}
      {canPasskey() && (
        <div className="col">
          <Button look="line" onPress={() => setNaming("new")}>
            <Icon of={Plus} size={16} />
            {t("passkey_add")}
          </Button>
        </div>
      )}
      {naming !== null && (
        <Naming
          of={naming}
          onClose={() => setNaming(null)}
          onDone={async (codes) => {
            setNaming(null);
            await read();
            onCodes(codes);
          }}
        />
      )}
      <Confirm
        title={t("passkey_remove_ask")}
        open={removing !== null}
        onClose={() => setRemoving(null)}
        act={remove}
        word={t("remove")}
        danger
      >
        <p className="strong">{removing?.name}</p>
        <p className="t2">{t("passkey_remove_hint")}</p>
      </Confirm>
    </div>
  );
}

type NamingProps = {
  of: Passkey | "new";
  onClose: () => void;
  onDone: (codes: string[] | null) => Promise<void>;
};

/** What a passkey is called: one that is there, or one that is made then. */
function Naming({ of, onClose, onDone }: NamingProps) {
  const { t } = useTranslation("proof");
  const { t: common } = useTranslation();
  const known = of === "new" ? (deviceOf(navigator.userAgent)?.name ?? "") : of.name;
  const [name, setName] = useState(known);
  const save = useMutation({
    mutationFn: async (): Promise<string[] | null> => {
      if (of !== "new") {
        const path = { passkey_id: of.id };
        const body = { name: name.trim() };
        await must(api.PATCH("/api/v1/me/passkeys/{passkey_id}", { params: { path }, body }));
        return null;
      }
      const { proving, options } = await must(api.POST("/api/v1/me/passkeys/options"));
      const credential = await makePasskey(options);
      const body = { proving, credential, name: name.trim() };
      const made = await must(api.POST("/api/v1/me/passkeys", { body }));
      if (made.codes === null) toast(t("added"));
      return made.codes;
    },
    onSuccess: onDone,
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() !== "") save.mutate();
  };
  return (
    <Dialog title={t(of === "new" ? "passkey_add" : "passkey_rename")} open onClose={onClose}>
      <form onSubmit={submit} noValidate className="col g16">
        <TextField
          label={t("passkey_name")}
          hint={t("passkey_name_hint")}
          maxLength={100}
          value={name}
          onChange={setName}
          autoFocus
        />
        <Fault error={calledOff(save.error) ? null : save.error} />
        <Button type="submit" look="primary" main full busy={save.isPending}>
          {of === "new" ? t("passkey_add") : common("save")}
        </Button>
      </form>
    </Dialog>
  );
}
