/** Places on the clock of a series in words: since its start, or as clocks showed it where that is known. */

const DAY = 864e5;
const two = (n: number): string => String(n).padStart(2, "0");

/** Milliseconds between what `Date` calls the moment 0 and the start, as clocks there showed it; null where
 * nobody knows when it began. A moment in UTC is shown as the reader's own clock has it. */
export function beginOf(start: string | null): number | null {
  if (start === null) return null;
  const local = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?)(Z?)/.exec(start);
  if (local === null) return null;
  const read = Date.parse(`${local[1]}Z`);
  if (Number.isNaN(read)) return null;
  return local[2] === "Z" ? read - new Date(read).getTimezoneOffset() * 60_000 : read;
}

/** Decimals of a second that tell places `step` milliseconds from each other. */
const decimals = (step: number): number =>
  step >= 1000 ? 0 : Math.min(6, Math.ceil(-Math.log10(step / 1000) - 1e-9));

/** A place, so exactly that others at `step` from it are written otherwise. */
export function written(place: number, begin: number | null, step = 1): string {
  const many = decimals(step);
  const unit = 1000 / 10 ** many;
  const at = Math.round(((begin ?? 0) + place) / unit) * unit;
  const seconds = ((at % 60_000) / 1000).toFixed(many).padStart(many === 0 ? 2 : many + 3, "0");
  const minutes = Math.floor(at / 60_000) % 60;
  const hours = Math.floor(at / 3_600_000);
  if (begin === null)
    return hours > 0 ? `${hours}:${two(minutes)}:${seconds}` : `${minutes}:${seconds}`;
  const date = new Date(at);
  if (step >= DAY) return `${date.getUTCMonth() + 1}. ${date.getUTCDate()}.`;
  const time = `${two(hours % 24)}:${two(minutes)}`;
  return step >= 60_000 ? time : `${time}:${seconds}`;
}

/** How long a stretch is: its hours, minutes and seconds, whenever it was. */
export const spanOf = (length: number): string =>
  written(length, null, length >= 60_000 ? 1000 : length >= 1000 ? 100 : 1);
