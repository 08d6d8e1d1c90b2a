import { box } from "../../core/shapes/box";
import type { Shape } from "../../core/shapes/shape";
import type { PageBox, PageBoxLabel } from "../doc";
import { partOf } from "../page";

type Boxed = Shape<PageBox, PageBoxLabel>;

/** What a box can do, it can do on a page. */
export const pageBox: Boxed = {
  ...(box as unknown as Boxed),
  kind: "page_box",
  around: (at, size, start, label) => ({
    ...(box as unknown as Boxed).around(at, size, start, label),
    kind: "page_box",
    part: partOf(size),
  }),
};
