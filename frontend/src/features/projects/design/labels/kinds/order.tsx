import { useTranslation } from "react-i18next";
import { type KindProps, useLabel } from "../building";
import { MarkPicks } from "../parts/mark-picks";
import { Switches } from "../parts/switches";

/** In which order boxes and tables are read. */
export function OrderForm({ label }: KindProps) {
  const { t } = useTranslation("projects");
  const { settle } = useLabel(label);
  return (
    <>
      <MarkPicks
        kinds={["page_box", "table"]}
        none={t("labels.order_marks")}
        ends={[
          {
            name: "of",
            hint: t("labels.of_hint"),
            value: label.settings.of ?? [],
            onChange: (of) => settle({ of }),
          },
        ]}
      />
      <Switches label={label} names={["required"]} />
    </>
  );
}
