import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useFormat } from "~/i18n/format";
import { figure } from "~/ui/table";
import type { Stage } from "../frame/queries";
import { useClassNames } from "./class-names";
import { Matrix } from "./matrix";
import type { Agreement } from "./noticing";
import { Part } from "./part";
import { ShareChart } from "./share-chart";

const KNOWN = ["iou", "oks", "f1", "cer", "exact"] as const;

/** What a report of agreement holds, part by part; parts with nothing in them are left away. */
export function Parts({ found, stage }: { found: Agreement; stage: Stage }) {
  const { t } = useTranslation("confidence");
  const { number, percent, aligned, shortDay } = useFormat();
  const projectId = String(stage.project_id);
  const nameOf = useClassNames(stage);
  const share = (n: number | null) => (n === null ? "–" : aligned(n));
  const plain = (n: number | null) => (n === null ? "–" : n.toFixed(3));
  const alike = { ...figure("share", t("agree.share")) };
  const who = (name: string | null) => name ?? t("agree.nobody");
  return (
    <>
      <dl className="answers">
        {(
          [
            ["share", share(found.share)],
            ["alpha", plain(found.alpha)],
            ["kappa", plain(found.kappa)],
          ] as const
        ).map(
          ([id, value]) =>
            found[id] !== null && (
              <div key={id}>
                <dt>{t(`agree.${id}`)}</dt>
                <dd>
                  <b>{value}</b>
                  <span>{t(`agree.${id}_what`)}</span>
                </dd>
              </div>
            ),
        )}
      </dl>
      <Part
        title={t("agree.labels")}
        rows={found.labels}
        keyOf={(row) => row.name}
        columns={[
          { id: "name", word: t("agree.label"), cell: (row) => row.name },
          {
            id: "measure",
            word: t("agree.measure"),
            wide: true,
            cell: (row) =>
              t(`agree.measure_of.${KNOWN.find((one) => one === row.measure) ?? "own"}`),
          },
          { ...alike, cell: (row) => aligned(row.share) },
          { ...figure("alpha", t("agree.alpha")), cell: (row) => plain(row.alpha) },
          { ...figure("kappa", t("agree.kappa")), cell: (row) => plain(row.kappa) },
        ]}
      />
      <div className="cf-pair">
        <Part
          title={t("agree.class")}
          rows={found.by_class}
          keyOf={(row) => row.name}
          columns={[
            { id: "name", word: t("agree.class_name"), cell: (row) => nameOf(row.name) },
            { ...figure("marks", t("agree.marks")), cell: (row) => number(row.marks) },
            { ...alike, cell: (row) => share(row.share) },
          ]}
        />
        <Part
          title={t("agree.people")}
          rows={found.people}
          keyOf={(row) => row.person_id}
          columns={[
            { id: "who", word: t("rule.who"), cell: (row) => who(row.pseudonym) },
            { ...figure("answers", t("agree.answers")), cell: (row) => number(row.answers) },
            { ...alike, cell: (row) => aligned(row.share) },
          ]}
        />
      </div>
      <div className="cf-pair">
        <Part
          title={t("agree.pairs")}
          rows={found.pairs}
          keyOf={(row) => `${row.one}-${row.other}`}
          columns={[
            { id: "one", word: t("agree.one"), cell: (row) => who(row.one_pseudonym) },
            { id: "other", word: t("agree.other"), cell: (row) => who(row.other_pseudonym) },
            { ...figure("together", t("agree.together")), cell: (row) => number(row.together) },
            { ...alike, cell: (row) => aligned(row.share) },
          ]}
        />
        <Part
          title={t("agree.hardest")}
          rows={found.hardest}
          keyOf={(row) => row.item_id}
          columns={[
            {
              id: "item",
              word: t("lot.item"),
              cell: (row) => (
                <Link
                  to="/projects/$projectId/data/$itemId"
                  params={{ projectId, itemId: String(row.item_id) }}
                  className="row g12 row-link break"
                >
                  {row.picture !== null && <img src={row.picture} alt="" width={64} height={48} />}
                  {row.item}
                </Link>
              ),
            },
            { ...alike, cell: (row) => aligned(row.share) },
          ]}
        />
      </div>
      <Matrix
        title={t("agree.confusion")}
        hint={t("agree.confusion_hint")}
        confused={found.confusion}
        nameOf={nameOf}
      />
      {found.fixed.looked > 0 && (
        <>
          <p className="mt-4">
            {t("agree.fixed_words", {
              looked: number(found.fixed.looked),
              passed: number(found.fixed.passed),
              fixes: number(found.fixed.fixes),
            })}
          </p>
          <Matrix
            title={t("agree.fixed")}
            hint={t("agree.fixed_hint")}
            confused={found.fixed.confusion}
            nameOf={nameOf}
          />
        </>
      )}
      {found.weeks.length > 1 && (
        <ShareChart
          points={found.weeks.map((one) => ({ day: one.week, share: one.value }))}
          label={t("agree.weeks")}
        />
      )}
      <Part
        title={t("agree.weeks")}
        rows={found.weeks}
        keyOf={(row) => row.week}
        columns={[
          { id: "week", word: t("agree.week"), cell: (row) => shortDay(row.week) },
          { ...figure("tasks", t("agree.tasks")), cell: (row) => number(row.tasks) },
          { ...alike, cell: (row) => aligned(row.value) },
        ]}
      >
        {found.drift !== null && <p>{t("agree.drift", { n: percent(found.drift) })}</p>}
      </Part>
    </>
  );
}
