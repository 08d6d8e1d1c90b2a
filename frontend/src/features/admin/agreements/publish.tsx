import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { TriangleAlert } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, must, type Schema } from "~/api/client";
import { Button } from "~/ui/button";
import { Confirm, Dialog } from "~/ui/dialog";
import { Fault, Note, Skeleton } from "~/ui/fault";
import { TextField } from "~/ui/field";
import { Segments } from "~/ui/segments";
import { toast } from "~/ui/toast";

type Kind = "terms" | "privacy";
type Words = Pick<Schema<"Publish">, "title_ko" | "title_en" | "body_ko" | "body_en">;

/** Writes the next version: it begins with the words that hold today. */
export function Publish({ kind: first, onClose }: { kind: Kind; onClose: () => void }) {
  const { t } = useTranslation("admin");
  const [kind, setKind] = useState<Kind>(first);
  const current = useQuery({
    queryKey: ["agreements", "current"],
    queryFn: () => must(api.GET("/api/v1/agreements/current")),
  });
  const found = current.data?.find((one) => one.kind === kind);
  return (
    <Dialog title={t("agreements.publish")} open onClose={onClose} wide>
      <Segments
        label={t("agreements.kind")}
        parts={[
          { id: "terms", word: t("agreements.kinds.terms") },
          { id: "privacy", word: t("agreements.kinds.privacy") },
        ]}
        chosen={kind}
        onChoose={setKind}
      />
      <Fault error={current.error} retry={() => current.refetch()} />
      {current.isPending && <Skeleton lines={6} />}
      {found !== undefined && <Form key={kind} kind={kind} now={found} onDone={onClose} />}
    </Dialog>
  );
}

function Form({
  kind,
  now,
  onDone,
}: {
  kind: Kind;
  now: Schema<"AgreementView">;
  onDone: () => void;
}) {
  const { t } = useTranslation("admin");
  const client = useQueryClient();
  const [words, setWords] = useState<Words>({
    title_ko: now.title_ko,
    title_en: now.title_en,
    body_ko: now.body_ko,
    body_en: now.body_en,
  });
  const [asks, setAsks] = useState(false);
  const publish = useMutation({
    mutationFn: () => must(api.POST("/api/v1/agreements", { body: { kind, ...words } })),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: ["admin", "agreements"] });
      void client.invalidateQueries({ queryKey: ["agreements"] });
      void client.invalidateQueries({ queryKey: ["me"] });
      toast(t("agreements.published", { n: now.version + 1 }));
    },
  });
  const put = (which: keyof Words) => (value: string) =>
    setWords((old) => ({ ...old, [which]: value }));
  const same = (Object.keys(words) as (keyof Words)[]).every((one) => words[one] === now[one]);
  const blank = Object.values(words).some((value) => value.trim() === "");
  return (
    <div className="col g16">
      <p className="label t3">{t("agreements.begins_with", { n: now.version })}</p>
      <div className="adm-pair">
        <TextField
          label={t("agreements.title_ko")}
          value={words.title_ko}
          onChange={put("title_ko")}
          maxLength={200}
        />
        <TextField
          label={t("agreements.title_en")}
          value={words.title_en}
          onChange={put("title_en")}
          maxLength={200}
        />
        <TextField
          label={t("agreements.body_ko")}
          value={words.body_ko}
          onChange={put("body_ko")}
          rows={14}
        />
        <TextField
          label={t("agreements.body_en")}
          value={words.body_en}
          onChange={put("body_en")}
          rows={14}
        />
      </div>
      <Note icon={TriangleAlert} tone="warn">
        {t("agreements.all_sign")}
      </Note>
      {same && <p className="hint">{t("agreements.same")}</p>}
      <div className="adm-foot">
        <Button look="primary" main isDisabled={same || blank} onPress={() => setAsks(true)}>
          {t("agreements.publish_n", { n: now.version + 1 })}
        </Button>
      </div>
      <Confirm
        title={t("agreements.sure", { n: now.version + 1 })}
        word={t("agreements.publish")}
        open={asks}
        onClose={() => setAsks(false)}
        act={async () => {
          await publish.mutateAsync();
          onDone();
        }}
      >
        <p className="t2">{t("agreements.all_sign")}</p>
      </Confirm>
    </div>
  );
}
