const two = (n: number): string => String(n).padStart(2, "0");

/** A minute of the day as a field for times has it: 480 is 08:00. */
export const asTime = (minute: number): string =>
  `${two(Math.floor(minute / 60))}:${two(minute % 60)}`;

/** What a field for times says as a minute of the day; nothing where it is not filled in. */
export function asMinute(time: string): number | undefined {
  const found = /^(\d{2}):(\d{2})/.exec(time);
  return found === null ? undefined : Number(found[1]) * 60 + Number(found[2]);
}
