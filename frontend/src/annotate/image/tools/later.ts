import type { Hands, Tool } from "../../core/tool";

/** A tool that is fetched when it may be needed; until it is there, a hand does nothing with it. */
export function createLater(load: () => Promise<() => Tool>): Tool {
  let tool: Tool | null = null;
  let waiting: Hands | null = null;
  load().then(
    (create) => {
      tool = create();
      waiting?.redraw();
    },
    () => {
      // Without it nothing can be painted; the rest of the editor goes on.
    },
  );
  return {
    cursor: (hands, pointed) => tool?.cursor(hands, pointed) ?? "progress",
    down: (hands, pointed) => tool?.down(hands, pointed),
    move: (hands, pointed, pressed) => tool?.move(hands, pointed, pressed),
    up: (hands, pointed) => tool?.up(hands, pointed),
    double: (hands, pointed) => tool?.double?.(hands, pointed),
    cancel: (hands) => tool?.cancel(hands) ?? false,
    holds: () => tool?.holds?.() ?? false,
    interrupt(hands) {
      if (tool?.interrupt !== undefined) tool.interrupt(hands);
      else tool?.cancel(hands);
    },
    act: (hands, act) => tool?.act?.(hands, act) ?? false,
    chosen: (hands) => tool?.chosen?.(hands),
    offers(hands) {
      waiting = hands;
      return tool?.offers?.(hands) ?? null;
    },
    draft: () => tool?.draft() ?? null,
    focus: () => tool?.focus?.() ?? null,
  };
}
