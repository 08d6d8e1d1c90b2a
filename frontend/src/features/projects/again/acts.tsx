import { useQueryClient } from "@tanstack/react-query";
import { Copy, Ellipsis, LayoutTemplate } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, must, type Schema } from "~/api/client";
import { Button } from "~/ui/button";
import { Confirm } from "~/ui/dialog";
import { TextField } from "~/ui/field";
import { Icon } from "~/ui/icons";
import { Menu } from "~/ui/menu";
import { toast } from "~/ui/toast";
import { stay } from "../data/stay";
import { LeftOut, useArrive } from "./begun";
import type { Begun } from "./queries";

/** What can be made of a project's design: another project, or a template of the house. */
export function AgainMenu({ project }: { project: Schema<"ProjectListed"> }) {
  const { t } = useTranslation("again");
  const [asked, setAsked] = useState<"clone" | "keep">();
  return (
    <>
      <Menu
        label={t("acts_of", { name: project.name })}
        acts={[
          { id: "clone", word: t("clone"), icon: Copy, act: () => setAsked("clone") },
          { id: "keep", word: t("keep"), icon: LayoutTemplate, act: () => setAsked("keep") },
        ]}
      >
        <Button look="ghost" square aria-label={t("acts_of", { name: project.name })}>
          <Icon of={Ellipsis} />
        </Button>
      </Menu>
      {asked !== undefined && (
        <AgainForm what={asked} project={project} onClose={() => setAsked(undefined)} />
      )}
    </>
  );
}

type Props = { what: "clone" | "keep"; project: Schema<"ProjectListed">; onClose: () => void };

function AgainForm({ what, project, onClose }: Props) {
  const { t } = useTranslation("again");
  const client = useQueryClient();
  const arrive = useArrive();
  const [name, setName] = useState(
    what === "clone" ? t("copy_of", { name: project.name }).slice(0, 200) : project.name,
  );
  const [about, setAbout] = useState("");
  const [begun, setBegun] = useState<Begun>();
  const nameless = name.trim() === "";
  const clone = async () => {
    if (nameless) return stay();
    const made = await must(
      api.POST("/api/v1/projects/{project_id}/clone", {
        params: { path: { project_id: project.id } },
        body: { name: name.trim() },
      }),
    );
    if (made.left_out.length === 0) return arrive(made);
    setBegun(made);
    return stay();
  };
  const keep = async () => {
    if (nameless) return stay();
    await must(
      api.POST("/api/v1/organisations/{organisation_id}/project-templates", {
        params: { path: { organisation_id: project.organisation_id } },
        body: { project_id: project.id, name: name.trim(), about: about.trim() },
      }),
    );
    await client.invalidateQueries({
      queryKey: ["organisation", project.organisation_id, "project-templates"],
    });
    toast(t("kept"));
  };
  if (begun !== undefined) return <LeftOut begun={begun} />;
  return (
    <Confirm
      title={t(`${what}_title`)}
      open
      onClose={onClose}
      act={what === "clone" ? clone : keep}
      word={t(what)}
    >
      <p className="t2">{t(`${what}_means`)}</p>
      <TextField
        label={t("name")}
        value={name}
        maxLength={200}
        onChange={setName}
        isRequired
        error={nameless ? t("nameless") : undefined}
      />
      {what === "keep" && (
        <TextField label={t("about")} rows={2} value={about} maxLength={2000} onChange={setAbout} />
      )}
    </Confirm>
  );
}
