import { UserMinus } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Note } from "~/ui/fault";
import { Patch } from "./patch";
import type { Release } from "./queries";

/** A release whose file was destroyed, because somebody withdrew; another can take its place. */
export function Destroyed({ projectId, release }: { projectId: number; release: Release }) {
  const { t } = useTranslation("collecting");
  return (
    <div className="col g16">
      <Note icon={UserMinus} tone="warn">
        <p className="strong">{t("release.withdrawn")}</p>
        <p>{t("release.withdrawn_hint")}</p>
      </Note>
      <div>
        <Patch
          projectId={projectId}
          release={release}
          look="primary"
          word={t("release.patch")}
          means={t("release.patch_means")}
        />
      </div>
    </div>
  );
}
