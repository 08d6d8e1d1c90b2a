import { Link } from "@tanstack/react-router";
import { CircleCheck, CircleX, File } from "lucide-react";
import { useTranslation } from "react-i18next";
import { countsOf } from "~/annotate/told/feedback";
import type { Example, Trust } from "~/api/trusted";
import { useFormat } from "~/i18n/format";
import { Icon } from "~/ui/icons";
import { Mark } from "~/ui/state";

/** What of one's work was looked at lately, and what came of it. */
export function Examples({ trust }: { trust: Trust }) {
  const { t } = useTranslation("trusted");
  return (
    <section className="sec">
      <h2 className="title">{t("examples")}</h2>
      {trust.examples.length === 0 && <p className="t2 mt-2">{t("examples_none")}</p>}
      <ul className="list tr-examples">
        {trust.examples.map((one) => (
          <li key={`${one.assignment_id}.${one.at}`}>
            {trust.level === 0 ? (
              <Link
                to="/my-work/$projectId/$assignmentId"
                params={{
                  projectId: String(trust.project_id),
                  assignmentId: String(one.assignment_id),
                }}
                className="row grow"
              >
                <One example={one} />
              </Link>
            ) : (
              <span className="row grow">
                <One example={one} />
              </span>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

function One({ example }: { example: Example }) {
  const { t, i18n } = useTranslation("trusted");
  const { t: common } = useTranslation();
  const { ago, percent } = useFormat();
  const { right, kind, verdict, score } = example;
  const reason = (i18n.language === "en" ? example.reason_en : example.reason_ko) ?? example.reason;
  const wrong = [...countsOf(example.marks)].filter(([state]) => state !== "right");
  const says =
    kind === "verdict" && verdict !== null
      ? [common(`verdict.${verdict}`), reason].filter((one) => one !== null).join(" · ")
      : wrong.length > 0
        ? wrong.map(([state, n]) => t(`known.${state}`, { n })).join(", ")
        : score === null || score === 1
          ? ""
          : t("known.alike", { share: percent(score) });
  return (
    <>
      <span className="thumb">
        {example.picture === null ? (
          <Icon of={File} />
        ) : (
          <img src={example.picture} alt="" loading="lazy" />
        )}
      </span>
      <span className="grow">
        <span className="block clip">{example.item}</span>
        <span className="label t3 block">
          {t(`kind.${kind}`)} · {ago(example.at)}
        </span>
        {says !== "" && <span className="label t2 block">{says}</span>}
      </span>
      <Mark icon={right ? CircleCheck : CircleX} tone={right ? "ok" : "bad"}>
        {t(right ? "right" : "wrong")}
      </Mark>
    </>
  );
}
