import { useQueryClient } from "@tanstack/react-query";
import { useLocation, useNavigate } from "@tanstack/react-router";
import { Flag } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, must } from "~/api/client";
import { useMaybeMe } from "~/api/session";
import { useFormat } from "~/i18n/format";
import { Button } from "~/ui/button";
import { type Begun, ReportDialog } from "~/ui/defects/report";
import { Icon } from "~/ui/icons";
import { toast } from "~/ui/toast";
import type { Dataset } from "./words";

/** Asks for what is wrong with it, and says until when that is looked at with priority. */
export function Report({ dataset }: { dataset: Dataset }) {
  const { t } = useTranslation("catalogue");
  const { day } = useFormat();
  const [begun, setBegun] = useState<Begun | null>(null);
  const { improve_from: from, improve_until: until } = dataset;
  return (
    <section className="note">
      <Icon of={Flag} />
      <div className="grow col g8">
        <h2 className="strong">{t("wrong")}</h2>
        <p className="label t2">{t("wrong_hint")}</p>
        {from !== null && until !== null && (
          <p className="label t2">{t("improving", { from: day(from), until: day(until) })}</p>
        )}
        <Button look="line" className="self-start" onPress={() => setBegun({})}>
          {t("report")}
        </Button>
      </div>
      <Reporting dataset={dataset} begun={begun} onClose={() => setBegun(null)} />
    </section>
  );
}

/** The form; who is not signed in signs in first and comes back. */
export function Reporting({
  dataset,
  begun,
  onClose,
}: {
  dataset: Dataset;
  begun: Begun | null;
  onClose: () => void;
}) {
  const { t, i18n } = useTranslation("catalogue");
  const me = useMaybeMe();
  const go = useNavigate();
  const here = useLocation().href;
  const client = useQueryClient();
  if (begun === null) return null;
  if (me === null) {
    void go({ to: "/sign-in", search: { to: here } });
    return null;
  }
  const classes = (dataset.versions[0]?.statistics?.classes ?? []).map((one) => ({
    label: one.label,
    class: one.class,
    name: (i18n.language === "en" ? one.en : one.ko) ?? one.class,
  }));
  return (
    <ReportDialog
      open
      onClose={onClose}
      versions={dataset.versions}
      classes={classes}
      pictures={dataset.modality === "picture"}
      begun={begun}
      send={async (body, key) => {
        await must(
          api.POST("/api/v1/catalogue/{dataset_id}/defects", {
            params: {
              path: { dataset_id: dataset.id },
              header: { "idempotency-key": key },
            },
            body,
          }),
        );
        toast(t("reported"));
        await client.invalidateQueries({ queryKey: ["my-defects"] });
      }}
    />
  );
}
