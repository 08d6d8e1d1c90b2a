import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, must, type Schema } from "~/api/client";
import { useFormat } from "~/i18n/format";
import { Button } from "~/ui/button";
import { Dialog } from "~/ui/dialog";
import { Fault } from "~/ui/fault";
import { Checkbox } from "~/ui/field";
import { toast } from "~/ui/toast";

type Kind = Schema<"Favoured">;
const KINDS: readonly Kind[] = [
  "career_break",
  "disability",
  "job_seeker",
  "youth",
  "senior",
  "low_income",
  "multicultural",
  "north_korean",
];
const KEY = ["me", "groups"];

/** Groups that the programme favours: said of one's own will, only ever counted. */
export function Groups() {
  const { t } = useTranslation("papers");
  const { number } = useFormat();
  const [open, setOpen] = useState(false);
  const found = useQuery({ queryKey: KEY, queryFn: () => must(api.GET("/api/v1/me/groups")) });
  if (found.data === undefined) return null;
  const { groups, least } = found.data;
  return (
    <section className="sec" id="groups">
      <h2 className="title">{t("groups.title")}</h2>
      <div className="col g16">
        <div className="row between g16">
          <p className="t2 grow">
            {groups.length === 0
              ? t("groups.none")
              : groups.map((kind) => t(`favoured.${kind}`)).join(" · ")}
          </p>
          <Button onPress={() => setOpen(true)}>{t("groups.change")}</Button>
        </div>
        <p className="label t3">{t("groups.hint", { n: number(least) })}</p>
      </div>
      {open && <Choose known={groups} onClose={() => setOpen(false)} />}
    </section>
  );
}

function Choose({ known, onClose }: { known: readonly Kind[]; onClose: () => void }) {
  const { t } = useTranslation("papers");
  const client = useQueryClient();
  const [chosen, setChosen] = useState<readonly Kind[]>(known);
  const [consent, setConsent] = useState(known.length > 0);
  const save = useMutation({
    mutationFn: () =>
      must(api.PUT("/api/v1/me/groups", { body: { groups: [...chosen], consent } })),
    onSuccess: (said) => {
      client.setQueryData(KEY, said);
      toast(t("groups.saved"));
      onClose();
    },
  });
  return (
    <Dialog title={t("groups.dialog")} open onClose={onClose}>
      <div className="col g16">
        <div className="col g8">
          {KINDS.map((kind) => (
            <Checkbox
              key={kind}
              isSelected={chosen.includes(kind)}
              onChange={(on) =>
                setChosen((old) => (on ? [...old, kind] : old.filter((one) => one !== kind)))
              }
            >
              {t(`favoured.${kind}`)}
            </Checkbox>
          ))}
        </div>
        <Checkbox isSelected={consent} onChange={setConsent}>
          {t("groups.consent")}
        </Checkbox>
        <p className="label t3">{t("groups.keep")}</p>
        <Fault error={save.error} />
        <Button
          look="primary"
          busy={save.isPending}
          isDisabled={chosen.length > 0 && !consent}
          onPress={() => save.mutate()}
        >
          {t("groups.save")}
        </Button>
      </div>
    </Dialog>
  );
}
