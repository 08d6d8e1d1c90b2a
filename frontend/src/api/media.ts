import type { Schema } from "./client";

export type Media = Pick<Schema<"MediaOut">, "url" | "tiles">;

/** Where a picture is looked at: all of it, or of a large one the level of its tiles that is shown first. */
export function shownAt({ url, tiles }: Media): string {
  if (!tiles) return url;
  const level = String(tiles.levels.length - 1);
  return tiles.url.replace("{level}", level).replace("{column}/{row}", "0/0");
}

/** Asks where tiles are, each time anew: links end after some minutes. */
export const addressBy = (read: () => Promise<Media>) => async (): Promise<string> => {
  const { tiles } = await read();
  if (!tiles) throw new Error("The picture has no tiles.");
  return tiles.url;
};

/** A picture as editors take it; `read` asks for its links again. */
export const sourceBy = (media: Media, read: () => Promise<Media>) => ({
  url: shownAt(media),
  ...(media.tiles && { tiles: { ...media.tiles, address: addressBy(read) } }),
});
