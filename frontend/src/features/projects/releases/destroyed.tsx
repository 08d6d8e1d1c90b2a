import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { UserMinus } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, must } from "~/api/client";
import { Button } from "~/ui/button";
import { Confirm } from "~/ui/dialog";
import { Note } from "~/ui/fault";
import { TextField } from "~/ui/field";
import { stay } from "../data/stay";
import type { Release } from "./queries";
import { following, VERSION } from "./version";

/** A release whose file was destroyed, because somebody withdrew; another can take its place. */
export function Destroyed({ projectId, release }: { projectId: number; release: Release }) {
  const { t } = useTranslation(["collecting", "data"]);
  const go = useNavigate();
  const client = useQueryClient();
  const [asked, setAsked] = useState(false);
  const [version, setVersion] = useState(() => following(release.version));
  const [wrong, setWrong] = useState(false);
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
    <div className="col g16">
      <Note icon={UserMinus} tone="warn">
        <p className="strong">{t("collecting:release.withdrawn")}</p>
        <p>{t("collecting:release.withdrawn_hint")}</p>
      </Note>
      <div>
        <Button look="primary" main onPress={() => setAsked(true)}>
          {t("collecting:release.patch")}
        </Button>
      </div>
      <Confirm
        title={t("collecting:release.patch_title", { version: release.version })}
        open={asked}
        onClose={() => setAsked(false)}
        act={patch}
        word={t("data:releases.make")}
      >
        <p className="t2">{t("collecting:release.patch_means")}</p>
        <TextField
          label={t("data:releases.version")}
          hint={t("data:releases.version_hint")}
          error={wrong ? t("data:releases.version_wrong") : undefined}
          value={version}
          maxLength={40}
          onChange={(next) => {
            setVersion(next);
            setWrong(false);
          }}
        />
      </Confirm>
    </div>
  );
}
