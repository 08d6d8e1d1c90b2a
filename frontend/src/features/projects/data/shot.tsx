import { ImageOff } from "lucide-react";
import { useState } from "react";
import { Icon } from "~/ui/icons";
import { MODALITY_ICONS, modalityOfMedia } from "~/ui/modality";

type Props = {
  url: string | null;
  /** How a text begins. */
  excerpt?: string | null;
  /** Of its file: a sound has no picture, but a sign of its own. */
  type?: string | null;
  className?: string;
};

/** An item's small picture, or how it begins; a sign where there is none, or it has gone. */
export function Shot({ url, excerpt = null, type = null, className = "shot" }: Props) {
  const [broken, setBroken] = useState<string | null>(null);
  if (excerpt !== null) return <span className={`${className} excerpt`}>{excerpt}</span>;
  const modality = modalityOfMedia(type);
  return (
    <span className={className}>
      {url === null || broken === url ? (
        modality === "picture" ? (
          <Icon of={ImageOff} size={20} />
        ) : (
          <Icon of={MODALITY_ICONS[modality]} size={className === "shot" ? 40 : 20} />
        )
      ) : (
        <img src={url} alt="" loading="lazy" decoding="async" onError={() => setBroken(url)} />
      )}
    </span>
  );
}
