import { useMutation } from "@tanstack/react-query";
import { useLocation } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, must } from "~/api/client";
import { useMaybeMe } from "~/api/session";
import { useFormat } from "~/i18n/format";
import { Button, LinkButton } from "~/ui/button";
import { Dialog } from "~/ui/dialog";
import { Fault } from "~/ui/fault";
import { Checkbox, Select } from "~/ui/field";
import { type Dataset, KINDS, useSaid } from "./words";

type Kind = (typeof KINDS)[number];

/** The way to the file: who one is, the terms, and then the download. */
export function Take({
  dataset,
  open,
  onClose,
}: {
  dataset: Dataset;
  open: boolean;
  onClose: () => void;
}) {
  const { t } = useTranslation("catalogue");
  const me = useMaybeMe();
  const here = useLocation().href;
  return (
    <Dialog title={t("take_title")} open={open} onClose={onClose} sheet>
      {me === null ? (
        <>
          <p className="t2">{t("take_sign_in")}</p>
          <LinkButton to="/sign-in" search={{ to: here }} look="primary" main full>
            {t("sign_in")}
          </LinkButton>
          <LinkButton to="/sign-up" search={{ to: here }} main full>
            {t("sign_up")}
          </LinkButton>
        </>
      ) : (
        <Form dataset={dataset} />
      )}
    </Dialog>
  );
}

function Form({ dataset }: { dataset: Dataset }) {
  const { t } = useTranslation("catalogue");
  const { bytes } = useFormat();
  const said = useSaid();
  const [release, setRelease] = useState(String(dataset.versions[0]?.release_id ?? ""));
  const [kind, setKind] = useState<Kind | null>(null);
  const [agreed, setAgreed] = useState(false);
  const [tried, setTried] = useState(false);
  const version = dataset.versions.find((one) => String(one.release_id) === release);
  const taking = useMutation({ mutationFn: (part: number | null) => take(part) });
  const take = async (part: number | null) => {
    setTried(true);
    if (kind === null || !agreed || version === undefined) return;
    const { url, filename } = await must(
      api.POST("/api/v1/catalogue/{dataset_id}/releases/{release_id}/download", {
        params: {
          path: { dataset_id: dataset.id, release_id: version.release_id },
          query: part === null ? {} : { part },
        },
        body: { kind, terms_sha256: dataset.terms_sha256 },
      }),
    );
    const link = document.createElement("a");
    link.href = url;
    link.download = filename;
    document.body.append(link);
    link.click();
    link.remove();
  };
  const parts = version?.parts ?? [];
  return (
    <>
      <Select
        label={t("version")}
        options={dataset.versions.map((one) => ({
          id: String(one.release_id),
          name: `v${one.version}`,
          detail: t("format_of", { format: one.format, size: bytes(one.bytes) }),
        }))}
        value={release}
        onChange={(next) => next !== null && setRelease(String(next))}
      />
      <Select
        label={t("who")}
        hint={t("who_hint")}
        options={KINDS.map((id) => ({ id, name: t(`user.${id}`) }))}
        value={kind}
        onChange={(next) => setKind(KINDS.find((id) => id === next) ?? null)}
        error={tried && kind === null ? t("who_need") : undefined}
      />
      <section className="col g8">
        <h3 className="label t3">
          {t("terms")} · {dataset.licence}
        </h3>
        <p className="open-terms open-words">{said(dataset, "terms")}</p>
        <Checkbox isSelected={agreed} onChange={setAgreed}>
          {t("agree")}
        </Checkbox>
        {tried && !agreed && (
          <p className="err" role="alert">
            {t("agree_need")}
          </p>
        )}
      </section>
      <Fault error={taking.error} />
      <Button look="primary" main full busy={taking.isPending} onPress={() => taking.mutate(null)}>
        {t("take", { size: bytes(version?.bytes ?? 0) })}
      </Button>
      {parts.length > 0 && (
        <section>
          <p className="label t2">{t("parts_hint")}</p>
          <ul className="list tight">
            {parts.map((one, at) => (
              <li key={one.name}>
                <span className="grow break">{one.name}</span>
                <span className="label t3">{bytes(one.bytes)}</span>
                <Button
                  aria-label={t("take_part", { name: one.name })}
                  onPress={() => taking.mutate(at + 1)}
                >
                  {t("take_short")}
                </Button>
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}
