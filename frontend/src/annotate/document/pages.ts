/** The pictures of pages and the text in them, fetched by need: what was long ago is let go. */

import { createStore, type Store } from "../core/store";
import type { MediaSource } from "../media";
import { type Layer, NO_LAYER, readLayer } from "./layer";

/** So many pictures of pages are kept: those around, and those in the strip. */
const KEPT = 40;

export type Pages = {
  /** Grows whenever something has come. */
  readonly came: Store<number>;
  /** Where the picture of a page is; null while it comes, which this asks for. */
  url: (page: number) => string | null;
  /** The text of a page; null while it comes, which this asks for. */
  layer: (page: number) => Layer | null;
  /** What kept a picture from coming; asking again is by `url`. */
  failed: (page: number) => unknown;
  retry: (page: number) => void;
  /** The picture that came cannot be shown: it is fetched anew when it is asked for again. */
  lose: (page: number) => void;
};

export function createPages(source: MediaSource<"document">): Pages {
  const came = createStore(0);
  const urls = new Map<number, string>();
  const layers = new Map<number, Layer>();
  const coming = new Set<string>();
  const failures = new Map<number, unknown>();
  const { pages, texts } = source.prepared;
  const tell = () => came.set(came.get() + 1);
  const drop = (page: number) => {
    const url = urls.get(page);
    if (url !== undefined) URL.revokeObjectURL(url);
    urls.delete(page);
  };

  const fetchOne = (file: "pages" | "texts", page: number, take: (bytes: ArrayBuffer) => void) => {
    const key = `${file} ${page}`;
    const piece = source.prepared[file].pieces[page];
    if (coming.has(key) || piece === undefined) return;
    coming.add(key);
    source.range(file, piece[0], piece[1]).then(
      (bytes) => {
        coming.delete(key);
        take(bytes);
        tell();
      },
      (error) => {
        coming.delete(key);
        failures.set(page, error);
        tell();
      },
    );
  };
  return {
    came,
    url(page) {
      const known = urls.get(page);
      if (known !== undefined) {
        // The latest asked for is the last to go.
        urls.delete(page);
        urls.set(page, known);
        return known;
      }
      if (pages.pieces[page] !== undefined && !failures.has(page))
        fetchOne("pages", page, (bytes) => {
          urls.set(page, URL.createObjectURL(new Blob([bytes], { type: "image/webp" })));
          for (const old of [...urls.keys()].slice(0, -KEPT)) drop(old);
        });
      return null;
    },
    layer(page) {
      const known = layers.get(page);
      if (known !== undefined) return known;
      // A page without text has none to wait for.
      if (source.facts.pages[page]?.length === 0 || texts.pieces[page] === undefined)
        return NO_LAYER;
      if (!failures.has(page))
        fetchOne("texts", page, (bytes) =>
          layers.set(page, readLayer(JSON.parse(new TextDecoder().decode(bytes)))),
        );
      return null;
    },
    failed: (page) => failures.get(page),
    retry(page) {
      failures.delete(page);
      tell();
    },
    lose: drop,
  };
}
