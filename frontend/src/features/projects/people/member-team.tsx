import { useQueryClient } from "@tanstack/react-query";
import { Check, PencilLine, X } from "lucide-react";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, must } from "~/api/client";
import { Button } from "~/ui/button";
import { useSentence } from "~/ui/fault";
import { TextField } from "~/ui/field";
import { Icon } from "~/ui/icons";
import { toast } from "~/ui/toast";

/** Which team somebody is on, to be changed in its place. */
export function MemberTeam({
  projectId,
  personId,
  name,
  team,
}: {
  projectId: number;
  personId: number;
  name: string;
  team: string | null;
}) {
  const { t } = useTranslation(["projects", "common"]);
  const client = useQueryClient();
  const sentence = useSentence();
  const [words, setWords] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<string>();
  const label = t("people.team_of", { name });
  if (words === null)
    return (
      <Button
        look="ghost"
        className="team-edit"
        aria-label={`${label}: ${team ?? t("people.no_team")}`}
        onPress={() => setWords(team ?? "")}
      >
        {team ?? <span className="t3">{t("people.no_team")}</span>}
        <Icon of={PencilLine} size={14} />
      </Button>
    );
  const save = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setFault(undefined);
    try {
      const said = words.trim();
      await must(
        api.PATCH("/api/v1/projects/{project_id}/members/{person_id}", {
          params: { path: { project_id: projectId, person_id: personId } },
          body: { team: said === "" ? null : said },
        }),
      );
      await client.invalidateQueries({ queryKey: ["project", projectId, "members"] });
      toast(t("common:saved"));
      setWords(null);
    } catch (error) {
      setFault(sentence(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <form
      onSubmit={save}
      className="team-form"
      onKeyDown={(event) => event.key === "Escape" && setWords(null)}
    >
      <TextField
        label={label}
        value={words}
        onChange={setWords}
        maxLength={40}
        autoFocus
        error={fault}
      />
      <Button type="submit" look="ghost" square busy={busy} aria-label={t("common:save")}>
        <Icon of={Check} />
      </Button>
      <Button look="ghost" square aria-label={t("common:cancel")} onPress={() => setWords(null)}>
        <Icon of={X} />
      </Button>
    </form>
  );
}
