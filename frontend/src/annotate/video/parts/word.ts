/** What an act is called: the clock's own are named with the clock, the picture's with the picture. */
export const wordOf = (t: (key: never) => string, id: string): string => {
  if (id.startsWith("clock.")) return t(`annotate-clock:acts.${id}` as never);
  return t((id.startsWith("video.") ? `acts.${id}` : `annotate:acts.${id}`) as never);
};
