import type { Schema } from "./client";

/** Where a picture is looked at: all of it, or of a large one the level of its tiles that is shown first. */
export function shownAt({ url, tiles }: Pick<Schema<"MediaOut">, "url" | "tiles">): string {
  if (!tiles) return url;
  const level = String(tiles.levels.length - 1);
  return tiles.url.replace("{level}", level).replace("{column}/{row}", "0/0");
}
