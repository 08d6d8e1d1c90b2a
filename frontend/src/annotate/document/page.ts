import type { Id, Size } from "../core/doc";
import type { PictureSource } from "../image/editor";
import type { Layer } from "./layer";

/** The reading order, as far as who works on one page may see and change it. */
export type Ordering = {
  ids: () => readonly Id[];
  /** Is it something that is put in order? */
  meant: (id: Id) => boolean;
  set: (ids: readonly Id[]) => void;
  /** Everything from above to below, page by page. */
  auto: () => void;
};

/** A page as the board has it: a picture that knows which page it is, and the text that lies in it. */
export type PagePicture = PictureSource & {
  part: string;
  layer: () => Layer;
  /** Is there text in it, though it may still be to come? */
  reads: boolean;
  ordering: () => Ordering | null;
};

/** The page that something of this size is: shapes and tools are only given pages. */
export const pageOf = (size: Size): PagePicture => size as PagePicture;
export const partOf = (size: Size): string => pageOf(size).part;

/** Pages are parts: the first is `p1`. */
export const partAt = (index: number): string => `p${index + 1}`;
export const indexOf = (part: string | null | undefined): number =>
  /^p[1-9]\d*$/.test(part ?? "") ? Number(part!.slice(1)) - 1 : -1;
