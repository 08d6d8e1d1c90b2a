import DOMPurify from "dompurify";
import { marked } from "marked";
import { useMemo } from "react";
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

/** A text in Markdown, made safe. A table or code too wide for the page scrolls by itself. */
export function Markdown({ text }: { text: string }) {
  const html = useMemo(() => {
    const made = marked.parse(text, { async: false, gfm: true, breaks: false });
    return cleaner.sanitize(made, {
      USE_PROFILES: { html: true },
      FORBID_TAGS: ["style", "form", "input", "button", "iframe", "textarea", "select"],
      FORBID_ATTR: ["style", "id", "name"],
    });
  }, [text]);
  // biome-ignore lint/security/noDangerouslySetInnerHtml: cleaned above
  return <div className="md" dangerouslySetInnerHTML={{ __html: html }} />;
}
