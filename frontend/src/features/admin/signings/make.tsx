import { useMutation, useQueries, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, must } from "~/api/client";
import { useMe } from "~/api/session";
import { Button } from "~/ui/button";
import { Dialog } from "~/ui/dialog";
import { Fault, Skeleton } from "~/ui/fault";
import { Select, TextField } from "~/ui/field";
import { toast } from "~/ui/toast";
import { pactQuery, signingsKey } from "./queries";
import { atSeoul, inHours, When } from "./when";

/** The documents that an organisation can have signed: its own, and those of its projects. */
function useDocuments(house: number) {
  const me = useMe();
  const own = useQuery(pactQuery(house));
  const projects = me.projects.filter((one) => one.organisation_id === house);
  const theirs = useQueries({
    queries: projects.map((one) => ({
      queryKey: ["project", one.id, "agreement"],
      queryFn: () =>
        must(
          api.GET("/api/v1/projects/{project_id}/agreement", {
            params: { path: { project_id: one.id } },
          }),
        ),
    })),
  });
  const documents = [
    ...(own.data ? [{ id: own.data.id, project: null as string | null }] : []),
    ...projects.flatMap((one, at) => {
      const found = theirs[at]?.data;
      return found ? [{ id: found.id, project: one.name as string | null }] : [];
    }),
  ];
  return { documents, isPending: own.isPending || theirs.some((one) => one.isPending) };
}

/** Opens an event: what is to be signed, and from when until when. */
export function Make({ house, onClose }: { house: number; onClose: () => void }) {
  const { t } = useTranslation("signing");
  const client = useQueryClient();
  const go = useNavigate();
  const { documents, isPending } = useDocuments(house);
  const [title, setTitle] = useState("");
  const [chosen, setChosen] = useState<number>();
  const [opens, setOpens] = useState(() => inHours(0));
  const [closes, setCloses] = useState(() => inHours(2));
  const [tried, setTried] = useState(false);
  const agreement = chosen ?? documents[0]?.id;
  const make = useMutation({
    mutationFn: (agreement_id: number) =>
      must(
        api.POST("/api/v1/organisations/{organisation_id}/signings", {
          params: { path: { organisation_id: house } },
          body: {
            agreement_id,
            title,
            opens_at: atSeoul(opens),
            closes_at: atSeoul(closes),
          },
        }),
      ),
    onSuccess: async (made) => {
      void client.invalidateQueries({ queryKey: signingsKey(house) });
      toast(t("desk.made"));
      await go({
        to: "/admin/organisations/$organisationId/signings/$signingId",
        params: { organisationId: String(house), signingId: String(made.id) },
      });
    },
  });
  const wrong = closes <= opens;
  return (
    <Dialog title={t("desk.make")} open onClose={onClose}>
      {isPending && <Skeleton lines={4} />}
      {!isPending && agreement === undefined && <p className="t2">{t("desk.no_agreement")}</p>}
      {!isPending && agreement !== undefined && (
        <form
          className="col g16"
          onSubmit={(event) => {
            event.preventDefault();
            setTried(true);
            if (title.trim() !== "" && !wrong) make.mutate(agreement);
          }}
        >
          <Select
            label={t("desk.agreement")}
            value={String(agreement)}
            onChange={(key) => setChosen(Number(key))}
            options={documents.map(({ id, project }) => ({
              id: String(id),
              name: project === null ? t("desk.of_house") : t("desk.of_project", { project }),
            }))}
          />
          <TextField
            label={t("desk.label")}
            placeholder={t("desk.example")}
            value={title}
            onChange={setTitle}
            maxLength={200}
            error={tried && title.trim() === "" ? t("desk.faults.title") : undefined}
          />
          <When label={t("desk.opens_at")} value={opens} onChange={setOpens} />
          <When
            label={t("desk.closes_at")}
            value={closes}
            onChange={setCloses}
            error={tried && wrong ? t("desk.faults.times") : undefined}
          />
          <p className="hint">{t("desk.hint")}</p>
          <Fault error={make.error} />
          <div className="adm-foot">
            <Button look="primary" main type="submit" busy={make.isPending}>
              {t("desk.make")}
            </Button>
          </div>
        </form>
      )}
    </Dialog>
  );
}
