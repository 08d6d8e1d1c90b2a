import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { BadgeCheck, BadgeX, Link2 } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { api, must } from "~/api/client";
import type { Certificate } from "~/api/learn";
import { useFormat } from "~/i18n/format";
import { Button } from "../button";
import { Fault } from "../fault";
import { Switch } from "../field";
import { Icon } from "../icons";
import { toast } from "../toast";
import "./certificates.css";

/** One certificate: whether it holds, who may see it, and the link by which anybody checks it. */
export function CertificateCard({ certificate }: { certificate: Certificate }) {
  const { t } = useTranslation("learn");
  const { day } = useFormat();
  const client = useQueryClient();
  const show = useMutation({
    mutationFn: (shown: boolean) =>
      must(
        api.PATCH("/api/v1/certificates/{certificate_id}", {
          params: { path: { certificate_id: certificate.id } },
          body: { shown },
        }),
      ),
    onSuccess: () => client.invalidateQueries({ queryKey: ["learn"] }),
  });
  const copy = async () => {
    const address = `${location.origin}/certificates/${certificate.code}`;
    try {
      await navigator.clipboard.writeText(address);
      toast(t("cert.copied"));
    } catch {
      // Where the clipboard is closed to the page, the address is there to be taken by hand.
      toast(address, undefined, 15_000);
    }
  };
  return (
    <div className="col g12 cert">
      <div className="row top g12">
        <Icon
          of={certificate.valid ? BadgeCheck : BadgeX}
          size={24}
          className={certificate.valid ? "c-ok" : "t3"}
        />
        <div className="grow">
          <Link
            to="/certificates/$code"
            params={{ code: certificate.code }}
            className="strong block"
          >
            {certificate.title}
          </Link>
          <p className="label t3">
            {certificate.project} · {day(certificate.earned_at)}
          </p>
          <p className="label t2">
            <Term certificate={certificate} />
          </p>
        </div>
      </div>
      <Switch
        isSelected={show.isPending ? show.variables : certificate.shown}
        onChange={(shown) => show.mutate(shown)}
      >
        {t("cert.show")}
      </Switch>
      <Fault error={show.error} />
      <Button look="line" onPress={() => void copy()}>
        <Icon of={Link2} size={16} />
        {t("cert.copy")}
      </Button>
    </div>
  );
}

/** How long it holds, or why it does not. */
export function Term({
  certificate,
}: {
  certificate: Pick<Certificate, "valid" | "expires_at"> & {
    revoked?: boolean;
    revoked_at?: string | null;
    revoked_why?: string | null;
  };
}): ReactNode {
  const { t } = useTranslation("learn");
  const { full } = useFormat();
  const { valid, expires_at, revoked_why } = certificate;
  if (certificate.revoked === true || certificate.revoked_at != null)
    return revoked_why ? t("cert.revoked_why", { why: revoked_why }) : t("cert.revoked");
  if (expires_at === null) return t("cert.on");
  return t(valid ? "cert.until" : "cert.ended", { at: full(expires_at) });
}
