import { CircleAlert } from "lucide-react";
import { Icon } from "~/ui/icons";
import type { Told } from "../kit";

/** As many as are read at once; the next ones come when these are mended. */
const MOST = 5;

type Props = {
  title: string;
  faults: readonly Told[];
  sentence: (fault: Told) => string;
  /** What a press does: it goes to the place; null where there is none. */
  wayTo: (fault: Told) => (() => void) | null;
  className?: string;
};

/** What must be mended before the answer can be handed in. */
export function FaultNote({ title, faults, sentence, wayTo, className = "" }: Props) {
  if (faults.length === 0) return null;
  return (
    <div role="alert" className={`note bad an-faults ${className}`}>
      <Icon of={CircleAlert} />
      <div className="grow">
        <p className="strong">{title}</p>
        <ul>
          {faults.slice(0, MOST).map((fault, at) => {
            const go = wayTo(fault);
            return (
              // biome-ignore lint/suspicious/noArrayIndexKey: the list is replaced as a whole
              <li key={at}>
                {go === null ? (
                  sentence(fault)
                ) : (
                  <button type="button" className="an-link" onClick={go}>
                    {sentence(fault)}
                  </button>
                )}
              </li>
            );
          })}
        </ul>
      </div>
    </div>
  );
}

type Shows = { select: (ids: readonly string[]) => unknown; reveal: (id: string) => unknown };

/** The way to an annotation that is at fault. */
export const toAnnotation =
  (editor: Shows) =>
  ({ annotation }: Told): (() => void) | null =>
    annotation === null
      ? null
      : () => {
          editor.select([annotation]);
          editor.reveal(annotation);
        };
