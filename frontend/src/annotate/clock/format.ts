/** A place in milliseconds as clocks say it: 0:07.9, 1:02:07; with `digits` after the point. */
export function timeOf(milliseconds: number, digits: 0 | 1 | 3 = 0): string {
  const unit = 10 ** (3 - digits);
  const whole = Math.round(milliseconds / unit) * unit;
  const seconds = Math.floor(whole / 1000);
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  const two = (value: number) => String(value).padStart(2, "0");
  const main =
    hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
  return digits === 0
    ? main
    : `${main}.${String(whole % 1000)
        .padStart(3, "0")
        .slice(0, digits)}`;
}

/** As exactly as steps of that many milliseconds need. */
export const timeFor = (milliseconds: number, step: number): string =>
  timeOf(milliseconds, step >= 1000 ? 0 : step >= 100 ? 1 : 3);
