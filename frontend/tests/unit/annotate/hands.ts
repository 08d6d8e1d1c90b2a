import { loadShapes, SHAPE_KINDS } from "~/annotate/core/shapes";
import { loadChecks } from "~/annotate/core/validity";
import { loadCursor } from "~/annotate/image/acts";
import { loadTools, TOOL_IDS } from "~/annotate/image/tools";

/** Whoever imports this has every shape and every tool at hand, as an editor that was made ready. */
await Promise.all([
  loadCursor(),
  loadShapes(SHAPE_KINDS),
  loadTools(TOOL_IDS),
  loadChecks(["class", "relation", "writing", "rating"]),
]);
