import { ImageOff } from "lucide-react";
import { useState } from "react";
import { Icon } from "~/ui/icons";

/** An item's small picture; a sign where there is none, or it has gone. */
export function Shot({ url, className = "shot" }: { url: string | null; className?: string }) {
  const [broken, setBroken] = useState<string | null>(null);
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
