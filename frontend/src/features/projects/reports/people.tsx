import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Checkbox } from "~/ui/field";
import { rowsOf } from "~/ui/page";
import { ListFrame } from "~/ui/table";
import { membersQuery } from "../people/queries";

/** Whom of the project a sample is given to. */
export function People({
  projectId,
  chosen,
  onChange,
}: {
  projectId: number;
  chosen: readonly number[];
  onChange: (people: number[]) => void;
}) {
  const { t } = useTranslation(["reports", "common"]);
  const list = useInfiniteQuery(membersQuery(projectId));
  const rows = rowsOf(list).filter((one) => one.roles.length > 0);
  return (
    <fieldset className="col g8">
      <legend className="strong label">{t("sample.examiners")}</legend>
      <p className="hint">{t("sample.examiners_hint")}</p>
      <div className="col g8 report-people">
        <ListFrame list={list} lines={3} none={null}>
          {rows.map(
            (one) =>
              one.person_id != null && (
                <Checkbox
                  key={one.pseudonym}
                  isSelected={chosen.includes(one.person_id)}
                  onChange={(on) =>
                    onChange(
                      on
                        ? [...chosen, one.person_id ?? 0]
                        : chosen.filter((id) => id !== one.person_id),
                    )
                  }
                >
                  {one.name ?? one.pseudonym}{" "}
                  <span className="t3">
                    {one.roles.map((role) => t(`common:role.${role}`)).join(", ")}
                  </span>
                </Checkbox>
              ),
          )}
        </ListFrame>
      </div>
    </fieldset>
  );
}
