import { useMutation, useQuery } from "@tanstack/react-query";
import { CircleCheck, Download, TriangleAlert } from "lucide-react";
import { useTranslation } from "react-i18next";
import { api, must, type Schema } from "~/api/client";
import { useFormat } from "~/i18n/format";
import { Button } from "~/ui/button";
import { useSentence } from "~/ui/fault";
import { Icon } from "~/ui/icons";
import { Mark } from "~/ui/state";
import type { House } from "../house";
import type { Kind } from "./files";

type Made = Schema<"WorkbookOut">;
const ENDED = ["done", "dead", "cancelled"];

/** A workbook: asked for, being made, made; how its rows agree stands beside it. */
export function Book({ house, period, kind }: { house: House; period: string; kind: Kind }) {
  const { t } = useTranslation("papers");
  const sentence = useSentence();
  const path = { organisation_id: house.id };
  const ask = useMutation({
    mutationFn: () =>
      must(
        api.POST("/api/v1/organisations/{organisation_id}/workbooks", {
          params: { path },
          body: { paper: kind, period },
        }),
      ),
  });
  const id = ask.data?.id;
  const made = useQuery({
    queryKey: ["admin", "papers", house.id, "book", id],
    enabled: id !== undefined,
    // Its address lives for some minutes; it is asked for anew when one comes back.
    refetchInterval: ({ state }) => (ENDED.includes(state.data?.state ?? "") ? false : 800),
    queryFn: () =>
      must(
        api.GET("/api/v1/organisations/{organisation_id}/workbooks/{workbook_id}", {
          params: { path: { ...path, workbook_id: id ?? 0 } },
        }),
      ),
  });
  const error = ask.error ?? made.error;
  const ended = made.data !== undefined && ENDED.includes(made.data.state);
  const name = `${t(`office.kinds.${kind}`)} ${t("office.xlsx")}`;
  return (
    <>
      <span className="label papers-said" aria-live="polite">
        {error !== null && <span className="bad">{sentence(error)}</span>}
        {ended && <Said made={made.data} />}
      </span>
      {made.data?.url ? (
        <a className="btn primary" href={made.data.url} aria-label={name} download>
          <Icon of={Download} size={16} />
          {t("office.xlsx")}
        </a>
      ) : (
        <Button
          aria-label={name}
          busy={ask.isPending || (id !== undefined && !ended && error === null)}
          onPress={() => ask.mutate()}
        >
          {t("office.xlsx")}
        </Button>
      )}
    </>
  );
}

function Said({ made }: { made: Made }) {
  const { t } = useTranslation("papers");
  const { number } = useFormat();
  if (made.rows === null)
    return (
      <Mark icon={TriangleAlert} tone="bad">
        {t("office.not_made")}
      </Mark>
    );
  if (made.differences === null)
    return <span className="t3">{t("office.made", { rows: number(made.rows) })}</span>;
  return made.differences === 0 ? (
    <Mark icon={CircleCheck} tone="ok">
      {t("office.agree")}
    </Mark>
  ) : (
    <Mark icon={TriangleAlert} tone="warn">
      {t("office.apart", { n: number(made.differences) })}
    </Mark>
  );
}
