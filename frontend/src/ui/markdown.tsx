import DOMPurify from "dompurify";
import { useMemo } from "react";
import { reader } from "./films";
import "./markdown.css";

const cleaner = DOMPurify();
// What strangers wrote: no forms, no styles, no frames; links leave by another tab.
cleaner.addHook("afterSanitizeAttributes", (node) => {
  if (node.tagName === "A") {
    node.setAttribute("target", "_blank");
    node.setAttribute("rel", "noopener noreferrer");
  }
  if (node.tagName === "IMG") node.setAttribute("loading", "lazy");
});

/** A text in Markdown, made safe; films that it links to are played in it. A table or code too wide
 * for the page scrolls by itself. */
export function Markdown({ text }: { text: string }) {
  const html = useMemo(() => {
    const made = reader.parse(text, { async: false });
    return cleaner.sanitize(made, {
      USE_PROFILES: { html: true },
      FORBID_TAGS: ["style", "form", "input", "button", "iframe", "textarea", "select"],
      FORBID_ATTR: ["style", "id", "name"],
    });
  }, [text]);
  // biome-ignore lint/security/noDangerouslySetInnerHtml: cleaned above
  return <div className="md" dangerouslySetInnerHTML={{ __html: html }} />;
}
