import { useTranslation } from "react-i18next";
import { type KindProps, useLabel } from "../building";
import { Rows } from "../parts/rows";
import { freshJoint, withJoint, withJoints } from "./acts";
import { Board } from "./board";

/** The points of a skeleton: placed and joined on the board, named in the list beside it. */
export function SkeletonForm({ label }: KindProps) {
  const { t } = useTranslation("projects");
  const { set } = useLabel(label);
  const skeleton = label.skeleton ?? { points: [], edges: [] };
  return (
    <section className="col g8" aria-label={t("labels.skeleton")}>
      <h4 className="label strong">{t("labels.skeleton")}</h4>
      <p className="hint">{t("labels.skeleton_hint")}</p>
      <div className="skeleton">
        <Board skeleton={skeleton} onChange={(next) => set({ skeleton: next })} />
        <div className="skeleton-list">
          <Rows
            rows={skeleton.points}
            fresh={() => withJoint(skeleton).points.at(-1) ?? freshJoint(0.5, 0.5)}
            onChange={(points) => set({ skeleton: withJoints(skeleton, points) })}
            label={t("labels.joints")}
            add={t("labels.joint_add")}
            lead={(_, at) => <span className="joint-number label t3 num">{at + 1}</span>}
          />
        </div>
      </div>
    </section>
  );
}
