import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, must } from "~/api/client";
import { Button } from "~/ui/button";
import { Confirm } from "~/ui/dialog";
import { TextField } from "~/ui/field";
import { stay } from "../data/stay";
import { nextQuery, type Release } from "./queries";
import { VERSION } from "./version";

type Props = {
  projectId: number;
  release: Release;
  look: "primary" | "line";
  /** What the button says, and what it means. */
  word: ReactNode;
  means: string;
};

/** Makes the release that takes the place of this one. */
export function Patch({ projectId, release, look, word, means }: Props) {
  const { t } = useTranslation(["releases", "data"]);
  const go = useNavigate();
  const client = useQueryClient();
  const [asked, setAsked] = useState(false);
  const [typed, setTyped] = useState<string>();
  const [wrong, setWrong] = useState(false);
  const next = useQuery({
    ...nextQuery(projectId, release.stage_id, release.id),
    enabled: asked,
  }).data;
  const version = typed ?? next?.version ?? "";
  const patch = async () => {
    if (!VERSION.test(version)) {
      setWrong(true);
      return stay();
    }
    const made = await must(
      api.POST("/api/v1/projects/{project_id}/releases/{release_id}/patch", {
        params: { path: { project_id: projectId, release_id: release.id } },
        body: { version },
      }),
    );
    await client.invalidateQueries({ queryKey: ["project", projectId, "releases"] });
    await go({
      to: "/projects/$projectId/releases/$releaseId",
      params: { projectId: String(projectId), releaseId: String(made.id) },
    });
  };
  return (
    <>
      <Button look={look} main onPress={() => setAsked(true)}>
        {word}
      </Button>
      <Confirm
        title={t("patch_title", { version: release.version })}
        open={asked}
        onClose={() => setAsked(false)}
        act={patch}
        word={t("data:releases.make")}
      >
        <p className="t2">{means}</p>
        <TextField
          label={t("data:releases.version")}
          hint={t("data:releases.version_hint")}
          error={wrong ? t("data:releases.version_wrong") : undefined}
          value={version}
          maxLength={40}
          onChange={(text) => {
            setTyped(text);
            setWrong(false);
          }}
        />
      </Confirm>
    </>
  );
}
