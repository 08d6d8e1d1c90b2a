import { createLink, type LinkComponent } from "@tanstack/react-router";
import type { ReactNode, Ref } from "react";
import {
  Link as AriaLink,
  type ButtonProps,
  type LinkProps,
  Button as Pressed,
} from "react-aria-components";

export type Look = "primary" | "soft" | "line" | "ghost" | "danger" | "text";
type Dress = {
  look?: Look;
  /** The page's main button: taller. */
  main?: boolean;
  full?: boolean;
  /** A square for an icon alone; give it `aria-label`. */
  square?: boolean;
  className?: string;
};

const dress = ({ look = "soft", main, full, square, className }: Dress): string =>
  ["btn", look, main && "main", full && "full", square && "sq", className]
    .filter(Boolean)
    .join(" ");

type Props = Omit<ButtonProps, "className" | "children"> &
  Dress & { busy?: boolean; children: ReactNode; ref?: Ref<HTMLButtonElement> };

// React Aria's own `isPending` announces by an element that names a button which is often gone by
// then: an image without a name. What a busy button must not do is little, so it is done here.
const HELD = {
  onPress: undefined,
  onPressStart: undefined,
  type: "button",
  "aria-disabled": true,
} as const;

/** A button. While `busy` it keeps its width and cannot be pressed again. */
export function Button({
  look,
  main,
  full,
  square,
  className,
  busy = false,
  children,
  ...rest
}: Props) {
  return (
    <Pressed
      {...rest}
      {...(busy ? HELD : {})}
      className={dress({
        look,
        main,
        full,
        square,
        className: busy ? `${className ?? ""} is-busy` : className,
      })}
    >
      {busy ? (
        <span className="busy-face">
          <span className="opacity-0">{children}</span>
          <span className="spinner" />
        </span>
      ) : (
        children
      )}
    </Pressed>
  );
}

type AnchorProps = Omit<LinkProps, "className" | "children"> & Dress & { children: ReactNode };

function Anchor({ look, main, full, square, className, children, ...rest }: AnchorProps) {
  return (
    <AriaLink {...rest} className={dress({ look, main, full, square, className })}>
      {children}
    </AriaLink>
  );
}

const RoutedAnchor = createLink(Anchor);

/** A link of the app that looks like a button. */
export const LinkButton: LinkComponent<typeof Anchor> = (props) => (
  <RoutedAnchor preload="intent" {...props} />
);
