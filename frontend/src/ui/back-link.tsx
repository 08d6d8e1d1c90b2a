import { createLink, type LinkComponent } from "@tanstack/react-router";
import { ArrowLeft } from "lucide-react";
import type { AnchorHTMLAttributes } from "react";
import { Icon } from "./icons";

function Anchor({ children, ...rest }: Omit<AnchorHTMLAttributes<HTMLAnchorElement>, "className">) {
  return (
    <a {...rest} className="label t3 row g6 touch">
      <Icon of={ArrowLeft} size={16} />
      {children}
    </a>
  );
}

const Routed = createLink(Anchor);

/** The way to the page above, at the head of a page. */
export const BackLink: LinkComponent<typeof Anchor> = (props) => (
  <Routed preload="intent" {...props} />
);
