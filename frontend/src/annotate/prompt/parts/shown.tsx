import { FileDown, ImageOff } from "lucide-react";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Capture } from "~/api/captures";
import { Icon } from "~/ui/icons";
import type { TakeKind } from "../doc";
import { bytesOf } from "../measures";
import { Clip } from "./clip";

type Props = {
  kind: TakeKind;
  name: string;
  blob?: Blob | undefined;
  capture?: Capture | null | undefined;
  wave?: readonly number[];
  seconds?: number | null;
} & Pick<Parameters<typeof Clip>[0], "marks" | "onMoment" | "onReady">;

/** Where bytes of this device are, as long as they are shown. */
function useAddress(blob: Blob | undefined): string | null {
  const [url, setUrl] = useState<string | null>(null);
  useEffect(() => {
    if (blob === undefined) return setUrl(null);
    const made = URL.createObjectURL(blob);
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [blob]);
  return url;
}

/** Where the server's file is heard or seen: what was made of it for browsers, else itself. */
function addressOf(capture: Capture | null | undefined, kind: TakeKind): string | null {
  const media = capture?.media;
  if (media == null) return null;
  const made = media.prepared as Record<string, { url?: string } | null> | null;
  const name = kind === "film" ? "video" : "sound";
  return made?.[name]?.url ?? media.url;
}

/** A take, as what it is: a sound with its wave, a picture, a film, a file. */
export function Shown({ kind, name, blob, capture, wave, seconds = null, ...hearing }: Props) {
  const { t } = useTranslation("annotate-prompt");
  const own = useAddress(blob);
  const [broken, setBroken] = useState(false);
  const url = own ?? addressOf(capture, kind);
  const measured = (capture?.measured ?? {}) as { length?: number };
  const length = seconds ?? (measured.length === undefined ? null : measured.length / 1000);
  if (broken || (url === null && blob === undefined && capture != null))
    return (
      <p className="t3 row g6">
        <Icon of={ImageOff} size={16} />
        {t("not_there")}
      </p>
    );
  if (kind === "recording")
    return (
      <Clip
        name={name}
        url={url}
        seconds={length}
        {...(wave === undefined ? {} : { wave })}
        {...hearing}
      />
    );
  if (url === null) return <div className="sk pr-picture" />;
  if (kind === "photograph")
    return <img className="pr-picture" src={url} alt={name} onError={() => setBroken(true)} />;
  if (kind === "film")
    return (
      // biome-ignore lint/a11y/useMediaCaption: it was just made, and nobody has written what is said
      <video
        className="pr-picture"
        src={url}
        controls
        playsInline
        aria-label={name}
        onError={() => setBroken(true)}
        onTimeUpdate={(event) => hearing.onMoment?.(event.currentTarget.currentTime * 1000)}
      />
    );
  const bytes = blob?.size ?? capture?.bytes ?? 0;
  return (
    <a className="row g8 pr-file" href={url} download={capture?.name ?? name}>
      <Icon of={FileDown} size={18} />
      <span className="grow clip">{capture?.name ?? name}</span>
      <span className="t3 label">{bytesOf(bytes)}</span>
    </a>
  );
}
