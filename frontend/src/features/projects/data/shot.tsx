import { ImageOff } from "lucide-react";
import { useState } from "react";
import { Icon } from "~/ui/icons";

type Props = {
  url: string | null;
  /** How a text begins. */
  excerpt?: string | null;
  className?: string;
};

/** An item's small picture, or how it begins; a sign where there is none, or it has gone. */
export function Shot({ url, excerpt = null, className = "shot" }: Props) {
  const [broken, setBroken] = useState<string | null>(null);
  if (excerpt !== null) return <span className={`${className} excerpt`}>{excerpt}</span>;
  return (
    <span className={className}>
      {url === null || broken === url ? (
        <Icon of={ImageOff} size={20} />
      ) : (
        <img src={url} alt="" loading="lazy" decoding="async" onError={() => setBroken(url)} />
      )}
    </span>
  );
}
