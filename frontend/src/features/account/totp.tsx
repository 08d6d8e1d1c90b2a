import { useMutation, useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, must } from "~/api/client";
import { isProblem } from "~/api/problem";
import { Button } from "~/ui/button";
import { Dialog } from "~/ui/dialog";
import { Fault, Skeleton } from "~/ui/fault";
import { TextField } from "~/ui/field";

type Props = {
  onClose: () => void;
  /** It counts from now on; recovery codes where there were none. */
  onDone: (codes: string[] | null) => void;
};

/** Sets up an authenticator app: a picture to be scanned, and a code of it as proof. */
export function SetUpTotp({ onClose, onDone }: Props) {
  const { t } = useTranslation("proof");
  const [code, setCode] = useState("");
  const made = useQuery({
    queryKey: ["totp", "new"],
    queryFn: () => must(api.POST("/api/v1/me/factors/totp")),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    retry: false,
  });
  const confirm = useMutation({
    mutationFn: () => must(api.POST("/api/v1/me/factors/totp/confirm", { body: { code } })),
    onSuccess: (done) => onDone(done.codes),
    onError: () => setCode(""),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (code.trim() !== "") confirm.mutate();
  };
  // Who did not prove that it is he has closed it.
  const refused = isProblem(made.error) && made.error.code === "confirm_needed";
  return (
    <Dialog title={t("totp_title")} open onClose={onClose}>
      <Fault error={made.error} retry={refused ? () => made.refetch() : undefined} />
      {made.isPending && <Skeleton lines={4} />}
      {made.data !== undefined && (
        <form onSubmit={submit} noValidate className="col g16">
          <p className="t2">{t("totp_scan")}</p>
          <img
            className="self-qr"
            alt={t("totp_picture")}
            src={`data:image/svg+xml,${encodeURIComponent(made.data.picture)}`}
          />
          <code className="self-key">{made.data.secret}</code>
          <TextField
            label={t("totp_type")}
            inputMode="numeric"
            autoComplete="one-time-code"
            maxLength={10}
            value={code}
            onChange={setCode}
            autoFocus
          />
          <Fault error={confirm.error} />
          <Button type="submit" look="primary" main full busy={confirm.isPending}>
            {t("confirm")}
          </Button>
        </form>
      )}
    </Dialog>
  );
}
