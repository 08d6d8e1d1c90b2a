import { useQueries } from "@tanstack/react-query";
import {
  CircleCheck,
  CircleDashed,
  CircleX,
  Flame,
  type LucideIcon,
  Pause,
  Play,
  Trash2,
} from "lucide-react";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, must, type Schema } from "~/api/client";
import { useFormat } from "~/i18n/format";
import { Button } from "~/ui/button";
import { Fault, Skeleton } from "~/ui/fault";
import { Icon } from "~/ui/icons";
import { Mark, type Tone } from "~/ui/state";
import { Table } from "~/ui/table";
import { useAsked } from "../../design/asked";

type Take = Schema<"CaptureOut"> & { by: string };
const SIGN: Readonly<Record<Take["state"], [LucideIcon, Tone]>> = {
  checking: [CircleDashed, "now"],
  passed: [CircleCheck, "ok"],
  refused: [CircleX, "warn"],
  dropped: [Trash2, "off"],
  destroyed: [Flame, "off"],
};
const SHOWN = [
  "length",
  "rate",
  "channels",
  "rms_db",
  "peak_db",
  "noise_db",
  "silence",
  "clipped",
  "width",
  "height",
  "sharpness",
  "light",
] as const;

/** What people made for a prompt: who, what was measured, whether it passed. */
export function Takes({ projectId, item }: { projectId: number; item: Schema<"ItemWhole"> }) {
  const { t } = useTranslation("collecting");
  const { bytes } = useFormat();
  const words = useMeasured();
  const asked = useAsked(item.stage_id);
  const works = item.tasks.flatMap((task) => task.assignments.filter((work) => work.level === 0));
  const answers = useQueries({
    queries: works.map((work) => ({
      queryKey: ["project", projectId, "captures", work.id, work.state],
      queryFn: () =>
        must(
          api.GET("/api/v1/projects/{project_id}/assignments/{assignment_id}/captures", {
            params: { path: { project_id: projectId, assignment_id: work.id } },
          }),
        ),
    })),
  });
  const takes = answers.flatMap(({ data }, at): Take[] =>
    (data ?? []).map((take) => ({ ...take, by: works[at]?.by ?? "" })),
  );
  const failed = answers.find(({ error }) => error !== null)?.error;
  return (
    <section className="col g8">
      <h2 className="title">{t("takes.title")}</h2>
      <Fault error={failed} />
      {answers.some(({ isPending }) => isPending) && <Skeleton lines={2} />}
      {takes.length === 0 && <p className="label t3">{t("takes.none")}</p>}
      {takes.length > 0 && (
        <Table
          label={t("takes.title")}
          rows={takes}
          keyOf={(take) => take.id}
          columns={[
            { id: "who", word: t("takes.who"), look: "strong nowrap", cell: (take) => take.by },
            { id: "what", word: t("takes.what"), wide: true, cell: (take) => asked(take.label) },
            {
              id: "name",
              word: t("takes.name"),
              cell: (take) => (
                <span className="row g8">
                  <Heard take={take} />
                  <span className="label t3 nowrap">{bytes(take.bytes)}</span>
                </span>
              ),
            },
            {
              id: "measured",
              word: t("takes.measured"),
              wide: true,
              look: "label",
              cell: (take) => words(take.measured),
            },
            {
              id: "state",
              word: t("takes.state"),
              cell: (take) => {
                const [icon, tone] = SIGN[take.state];
                return (
                  <Mark icon={icon} tone={tone}>
                    {t(`takes.states.${take.state}`)}
                  </Mark>
                );
              },
            },
          ]}
        />
      )}
    </section>
  );
}

/** Where a take that is kept can be heard or seen. */
function Heard({ take }: { take: Take }) {
  const { t } = useTranslation("collecting");
  const { media, name } = take;
  if (media === null || media === undefined) return <span className="break">{name} </span>;
  const type = media.media_type ?? take.media_type ?? "";
  if (type.startsWith("audio/")) return <Hear url={media.url} name={name} />;
  return (
    <a
      href={media.url}
      className="link break"
      target="_blank"
      rel="noreferrer"
      aria-label={t("takes.look", { name })}
    >
      {media.thumbnail_url ? <img src={media.thumbnail_url} alt="" className="thumb" /> : name}
    </a>
  );
}

/** One button for a sound: the player with its wave stands above, with the answer. */
function Hear({ url, name }: { url: string; name: string }) {
  const { t } = useTranslation("collecting");
  const audio = useRef<HTMLAudioElement>(null);
  const [on, setOn] = useState(false);
  return (
    <>
      <Button
        look="line"
        square
        aria-label={t(on ? "takes.stop" : "takes.play", { name })}
        onPress={() => (on ? audio.current?.pause() : void audio.current?.play())}
      >
        <Icon of={on ? Pause : Play} size={16} />
      </Button>
      {/* biome-ignore lint/a11y/useMediaCaption: what is said is not written down yet */}
      <audio
        ref={audio}
        src={url}
        preload="none"
        onPlay={() => setOn(true)}
        onPause={() => setOn(false)}
      />
    </>
  );
}

/** Measured values in words. */
function useMeasured(): (measured: Take["measured"]) => string {
  const { t } = useTranslation("collecting");
  const { number, percent, span } = useFormat();
  const value = (what: (typeof SHOWN)[number], n: number): string => {
    if (what === "length") return span(n / 1000);
    if (what.endsWith("_db")) return t("takes.db", { n: number(Math.round(n)) });
    if (what === "rate") return t("takes.hz", { n: number(n) });
    if (what === "silence" || what === "clipped") return percent(n);
    return number(Math.round(n));
  };
  return (measured) =>
    SHOWN.flatMap((what) => {
      const n = measured?.[what];
      return typeof n === "number" ? [`${t(`takes.value.${what}`)} ${value(what, n)}`] : [];
    }).join(" · ") || "–";
}
