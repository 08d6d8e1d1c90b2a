import { useMutation, useQueryClient } from "@tanstack/react-query";
import { TriangleAlert } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, must, type Schema } from "~/api/client";
import { Button } from "~/ui/button";
import { Dialog } from "~/ui/dialog";
import { Fault, Note } from "~/ui/fault";
import { TextField } from "~/ui/field";
import { toast } from "~/ui/toast";

const FIELDS = ["title_ko", "title_en", "body_ko", "body_en"] as const;

/** Writes the next version of an organisation's agreement: it begins with the words that hold. */
export function Write({
  house,
  now,
  onClose,
}: {
  house: number;
  now: Schema<"AgreementView"> | null;
  onClose: () => void;
}) {
  const { t } = useTranslation("signing");
  const client = useQueryClient();
  const [words, setWords] = useState({
    title_ko: now?.title_ko ?? "",
    title_en: now?.title_en ?? "",
    body_ko: now?.body_ko ?? "",
    body_en: now?.body_en ?? "",
  });
  const publish = useMutation({
    mutationFn: () =>
      must(
        api.POST("/api/v1/organisations/{organisation_id}/agreement", {
          params: { path: { organisation_id: house } },
          body: words,
        }),
      ),
    onSuccess: (made) => {
      void client.invalidateQueries({ queryKey: ["admin", "organisation", house] });
      void client.invalidateQueries({ queryKey: ["me"] });
      toast(t("house.published", { n: made.version }));
      onClose();
    },
  });
  const same = FIELDS.every((one) => words[one] === (now?.[one] ?? ""));
  const blank = FIELDS.some((one) => words[one].trim() === "");
  return (
    <Dialog title={t(now === null ? "house.first" : "house.write")} open onClose={onClose} wide>
      <form
        className="col g16"
        onSubmit={(event) => {
          event.preventDefault();
          publish.mutate();
        }}
      >
        <div className="adm-pair">
          {FIELDS.map((one) => (
            <TextField
              key={one}
              label={t(`house.${one}`)}
              value={words[one]}
              onChange={(text) => setWords((old) => ({ ...old, [one]: text }))}
              rows={one.startsWith("body") ? 12 : undefined}
              maxLength={one.startsWith("body") ? 100_000 : 200}
            />
          ))}
        </div>
        <Note icon={TriangleAlert} tone="warn">
          {t("house.means")}
        </Note>
        <Fault error={publish.error} />
        <div className="adm-foot">
          <Button
            look="primary"
            main
            type="submit"
            isDisabled={same || blank}
            busy={publish.isPending}
          >
            {t("house.publish")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
