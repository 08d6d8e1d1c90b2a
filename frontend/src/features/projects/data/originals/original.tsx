import { Link } from "@tanstack/react-router";
import { Eye, EyeOff } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Schema } from "~/api/client";
import { Button } from "~/ui/button";
import { Confirm } from "~/ui/dialog";
import { Note } from "~/ui/fault";
import { TextField } from "~/ui/field";
import { Icon } from "~/ui/icons";
import { useKeeps } from "../../frame/manages";
import { stay } from "../stay";
import { seeOriginal } from "./queries";

const LEAST = 3; // letters of a reason

/** An item whose original is kept apart: seen by custodians alone, with a reason that is logged. */
export function Original({ projectId, item }: { projectId: number; item: Schema<"ItemWhole"> }) {
  const { t } = useTranslation("pipeline");
  const may = useKeeps(projectId);
  const [asked, setAsked] = useState(false);
  const [why, setWhy] = useState("");
  const [missing, setMissing] = useState(false);
  const [shown, setShown] = useState<Schema<"OriginalOut"> | null>(null);
  const see = async () => {
    if (why.trim().length < LEAST) {
      setMissing(true);
      return stay();
    }
    setShown(await seeOriginal(projectId, item.id, why.trim()));
    setWhy("");
  };
  return (
    <section className="col g12 mb-6">
      <h2 className="title">{t("original.title")}</h2>
      <Note icon={EyeOff}>
        <p>{t("original.withheld")}</p>
        <div className="row wrap g8 mt-2">
          {may ? (
            <Button look="line" onPress={() => setAsked(true)}>
              <Icon of={Eye} />
              {t("original.see")}
            </Button>
          ) : (
            <span className="label t2">{t("original.not_you")}</span>
          )}
          <Link
            to="/projects/$projectId/data/originals"
            params={{ projectId: String(projectId) }}
            className="link label"
          >
            {t("original.log")}
          </Link>
        </div>
      </Note>
      {shown !== null && (
        <div className="col g8" aria-live="polite">
          <p className="label c-warn">{t("original.shown")}</p>
          {shown.media !== null && <Media media={shown.media} name={item.name} />}
          {shown.document?.parts.map((part) => (
            <p key={part.id} className="note break">
              {part.text}
            </p>
          ))}
        </div>
      )}
      <Confirm
        title={t("original.see_title")}
        open={asked}
        onClose={() => setAsked(false)}
        act={see}
        word={t("original.see")}
      >
        <TextField
          label={t("original.why")}
          hint={t("original.why_hint")}
          error={missing ? t("original.why_missing") : undefined}
          value={why}
          onChange={(next) => {
            setWhy(next);
            setMissing(false);
          }}
          maxLength={500}
        />
      </Confirm>
    </section>
  );
}

function Media({ media, name }: { media: Schema<"MediaOut">; name: string }) {
  const { t } = useTranslation("pipeline");
  const label = t("original.alt", { name });
  const type = media.media_type ?? "";
  if (type.startsWith("audio/"))
    // biome-ignore lint/a11y/useMediaCaption: what is said in an original is not written down
    return <audio controls src={media.url} aria-label={label} />;
  if (type.startsWith("video/"))
    // biome-ignore lint/a11y/useMediaCaption: what is said in an original is not written down
    return <video controls src={media.url} aria-label={label} className="original-shown" />;
  if (type.startsWith("image/"))
    return <img src={media.url} alt={label} className="original-shown" />;
  return (
    <a href={media.url} className="link" target="_blank" rel="noreferrer">
      {label}
    </a>
  );
}
