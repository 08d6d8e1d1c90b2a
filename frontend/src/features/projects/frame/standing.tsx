import { useQueryClient } from "@tanstack/react-query";
import { Ban, ChevronDown, CirclePause, CirclePlay } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, must } from "~/api/client";
import { Button } from "~/ui/button";
import { Confirm } from "~/ui/dialog";
import { useSentence } from "~/ui/fault";
import { TextField } from "~/ui/field";
import { Icon } from "~/ui/icons";
import { type Act, Menu } from "~/ui/menu";
import { PlaceMark } from "~/ui/state";
import { toast } from "~/ui/toast";
import { type Project, projectQuery } from "./queries";

/** Whether the project hands out work, and what can be done about it. */
export function Standing({ project }: { project: Project }) {
  const { t } = useTranslation(["projects", "common"]);
  const client = useQueryClient();
  const sentence = useSentence();
  const [asked, setAsked] = useState<"pause" | "close" | null>(null);
  const [why, setWhy] = useState("");
  const path = { project_id: project.id };

  const known = async (now: Project) => {
    client.setQueryData(projectQuery(project.id).queryKey, now);
    await client.invalidateQueries({ queryKey: ["projects"] });
  };
  const open = async () => {
    try {
      await known(await must(api.POST("/api/v1/projects/{project_id}/open", { params: { path } })));
      toast(t("standing.opened"));
    } catch (error) {
      toast(sentence(error));
    }
  };
  const end = async () => {
    const request = { params: { path }, body: { why } };
    const now =
      asked === "pause"
        ? await must(api.POST("/api/v1/projects/{project_id}/pause", request))
        : await must(api.POST("/api/v1/projects/{project_id}/close", request));
    await known(now);
    setWhy("");
    toast(t(asked === "pause" ? "standing.paused" : "standing.closed"));
  };

  const acts: Act[] = [];
  if (project.state === "open")
    acts.push({
      id: "pause",
      word: t("standing.pause"),
      icon: CirclePause,
      act: () => setAsked("pause"),
    });
  if (project.state === "paused" || project.state === "draft")
    acts.push({
      id: "open",
      word: t(project.state === "paused" ? "standing.resume" : "standing.open"),
      icon: CirclePlay,
      act: open,
    });
  if (project.state !== "closed")
    acts.push({
      id: "close",
      word: t("standing.close"),
      icon: Ban,
      act: () => setAsked("close"),
      danger: true,
    });

  if (acts.length === 0) return <PlaceMark state={project.state} pill />;
  return (
    <>
      <Menu acts={acts} label={t("standing.label")}>
        <Button
          look="ghost"
          aria-label={`${t("standing.label")}: ${t(`common:place_state.${project.state}`)}`}
        >
          <PlaceMark state={project.state} pill />
          <Icon of={ChevronDown} size={14} />
        </Button>
      </Menu>
      <Confirm
        title={t(asked === "close" ? "standing.close_title" : "standing.pause_title")}
        open={asked !== null}
        onClose={() => setAsked(null)}
        act={end}
        word={t(asked === "close" ? "standing.close" : "standing.pause")}
        danger={asked === "close"}
      >
        <p>{t(asked === "close" ? "standing.close_means" : "standing.pause_means")}</p>
        <TextField
          label={t("standing.why")}
          hint={t("standing.why_hint")}
          value={why}
          onChange={setWhy}
          maxLength={2000}
          rows={2}
        />
      </Confirm>
    </>
  );
}
