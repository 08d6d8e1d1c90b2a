import { useInfiniteQuery } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "~/ui/button";
import { Checkbox, TextField } from "~/ui/field";
import { Icon } from "~/ui/icons";
import { rowsOf } from "~/ui/page";
import { membersQuery } from "../../people/queries";

type Props = {
  projectId: number;
  chosen: readonly string[];
  onChange: (chosen: string[]) => void;
};

/** The project's teams, and names of teams that nobody is on yet. */
export function Teams({ projectId, chosen, onChange }: Props) {
  const { t } = useTranslation("requirements");
  const members = rowsOf(useInfiniteQuery(membersQuery(projectId)));
  const [name, setName] = useState("");
  const known = members.flatMap((one) => (one.team == null ? [] : [one.team]));
  const teams = [...new Set([...known, ...chosen])].sort();
  const put = () => {
    const team = name.trim();
    if (team === "") return;
    if (!chosen.includes(team)) onChange([...chosen, team]);
    setName("");
  };
  return (
    <div className="col g12">
      {teams.length === 0 ? (
        <p className="hint">{t("team.none")}</p>
      ) : (
        <fieldset className="asked-ticks">
          <legend className="sr-only">{t("part.teams")}</legend>
          {teams.map((team) => (
            <Checkbox
              key={team}
              isSelected={chosen.includes(team)}
              onChange={(on) =>
                onChange(on ? [...chosen, team] : chosen.filter((one) => one !== team))
              }
            >
              {team}
            </Checkbox>
          ))}
        </fieldset>
      )}
      <div className="asked-add">
        <TextField
          label={t("team.add")}
          value={name}
          onChange={setName}
          maxLength={40}
          onKeyDown={(event) => event.key === "Enter" && put()}
        />
        <Button look="line" isDisabled={name.trim() === ""} onPress={put}>
          <Icon of={Plus} />
          {t("team.put")}
        </Button>
      </div>
    </div>
  );
}
