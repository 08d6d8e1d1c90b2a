import { Button, Dialog, DialogTrigger, Popover, Radio, RadioGroup } from "react-aria-components";
import { useTranslation } from "react-i18next";

const SLOTS = Array.from({ length: 12 }, (_, at) => at + 1);

/** The look's label colours as #rrggbb: what a schema stores. */
function palette(): string[] {
  const style = getComputedStyle(document.documentElement);
  return SLOTS.map((slot) => style.getPropertyValue(`--label-${slot}`).trim());
}

/** A class's colour; pressed, the twelve that can be told apart, and the next free one by itself. */
export function ColourPick({
  value,
  shown,
  label,
  onChange,
}: {
  /** #rrggbb, or empty where it follows the order. */
  value: string;
  shown: string;
  label: string;
  onChange: (colour: string) => void;
}) {
  const { t } = useTranslation("projects");
  const colours = palette();
  return (
    <DialogTrigger>
      <Button className="colour-button" aria-label={label}>
        <span className="swatch" style={{ "--c": shown } as React.CSSProperties} />
      </Button>
      <Popover className="pop colour-pop" offset={4}>
        <Dialog aria-label={label} className="colour-dialog">
          {({ close }) => (
            <>
              <RadioGroup
                aria-label={t("labels.colour")}
                value={colours.find((one) => one.toLowerCase() === value.toLowerCase()) ?? "own"}
                onChange={(next) => {
                  onChange(next === "own" ? "" : next);
                  close();
                }}
                orientation="horizontal"
                className="colour-grid"
              >
                {colours.map((colour, at) => (
                  <Radio
                    key={colour}
                    value={colour}
                    className="colour-slot"
                    aria-label={t("labels.colour_n", { n: at + 1 })}
                    style={{ "--c": colour } as React.CSSProperties}
                  />
                ))}
                <Radio value="own" className="colour-own label">
                  {t("labels.colour_own")}
                </Radio>
              </RadioGroup>
              <p className="hint">{t("labels.colour_hint")}</p>
            </>
          )}
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}
