import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { Sparkles } from "lucide-react";
import { useRef } from "react";
import { useTranslation } from "react-i18next";
import { api, must, newKey, type Schema } from "~/api/client";
import { deviceHere } from "~/api/device";
import { isProblem } from "~/api/problem";
import type { Need } from "~/api/routing";
import { useFormat } from "~/i18n/format";
import { Button } from "~/ui/button";
import { Fault } from "~/ui/fault";
import { Icon } from "~/ui/icons";
import { NeedWay } from "~/ui/learning/need-way";
import { useNeedWords } from "~/ui/learning/need-words";
import { toast } from "~/ui/toast";

type Why = Schema<"WhyOffered">;
const WHYS = [
  "held",
  "recheck",
  "deadline",
  "pay",
  "trusted",
  "accepted",
  "best",
  "variety",
] as const;
const MOST = 3; // reasons that are told
const LASTS = 10_000; // milliseconds that they are there to be read

/** The page's main button: claims the best thing to do next, opens it, and says why that. */
export function NextBest() {
  const { t } = useTranslation("learn");
  const { number, percent } = useFormat();
  const client = useQueryClient();
  const go = useNavigate();
  // The same press may be sent again where nothing was heard of it.
  const key = useRef<string | null>(null);
  const words = (why: readonly Why[]): string =>
    why
      .flatMap((one) => {
        const code = WHYS.find((known) => known === one.code);
        return code === undefined
          ? []
          : [
              t(`next.why.${code}`, {
                hourly: number(one.hourly ?? 0),
                share: percent(one.share ?? 0),
                hours: number(Math.max(1, Math.ceil(one.hours ?? 0))),
              }),
            ];
      })
      .slice(0, MOST)
      .join(" · ");
  const next = useMutation({
    mutationFn: async () => {
      key.current ??= newKey();
      const found = await must(
        api.POST("/api/v1/work/next", {
          params: { header: { "idempotency-key": key.current } },
          body: { device: deviceHere() },
        }),
      );
      key.current = null;
      const { lease } = found;
      if (lease === null) return found;
      void client.invalidateQueries({ queryKey: ["market"] });
      const said = words(found.why);
      if (said !== "") toast(t("next.because", { why: said }), undefined, LASTS);
      const path = { projectId: String(lease.project_id) };
      if (lease.level > 0)
        await go({
          to: "/review/$projectId/$stageId/$level",
          params: { ...path, stageId: String(lease.stage_id), level: String(lease.level) },
        });
      else
        await go({
          to: "/work/$projectId/$assignmentId",
          params: { ...path, assignmentId: String(lease.id) },
        });
      return found;
    },
    onError: (error) => {
      if (!isProblem(error) || !error.offline) key.current = null;
    },
  });
  const nothing = next.data !== undefined && next.data.lease === null;
  return (
    <section className="home-next" aria-labelledby="next-best">
      <div className="grow">
        <h2 className="strong" id="next-best">
          {t("next.title")}
        </h2>
        <p className="label t2">{t("next.hint")}</p>
      </div>
      <Button look="primary" main busy={next.isPending} onPress={() => next.mutate()}>
        <Icon of={Sparkles} size={18} />
        {t("next.go")}
      </Button>
      <Fault error={next.error} />
      {nothing && <Nothing needs={next.data?.needs ?? []} />}
    </section>
  );
}

/** No work to suggest, and what would change that. */
function Nothing({ needs }: { needs: readonly Need[] }) {
  const { t } = useTranslation("learn");
  const words = useNeedWords();
  return (
    <div className="col g12 home-needs" role="status">
      <p>{t("next.none")}</p>
      {needs.map((need) => (
        <div key={need.code} className="col g8">
          <p className="label t2">{words(need)}</p>
          <NeedWay need={need} />
        </div>
      ))}
    </div>
  );
}
