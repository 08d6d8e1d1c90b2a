import { useTranslation } from "react-i18next";
import { isProblem } from "~/api/problem";
import { Fault } from "~/ui/fault";

type Told = { code?: string; path?: string; detail?: string };

/** Why a template is refused: each place with what is wrong there. */
export function Faults({ error }: { error: unknown }) {
  const { t, i18n } = useTranslation("templates");
  const told = isProblem(error) && error.code === "template_refused" ? error.errors : [];
  return (
    <>
      <Fault error={error} />
      {told.length > 0 && (
        <ul className="template-faults">
          {(told as readonly Told[]).map((one) => {
            const key = `fault.${one.code}`;
            return (
              <li key={`${one.code} ${one.path}`} className="break">
                {i18n.exists(key, { ns: "templates" })
                  ? t(key as "fault.twice", { path: one.path })
                  : one.detail}
              </li>
            );
          })}
        </ul>
      )}
    </>
  );
}
