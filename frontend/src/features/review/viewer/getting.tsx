import type { RefObject } from "react";
import { useTranslation } from "react-i18next";
import { Fault, Skeleton } from "~/ui/fault";

type Props = { main: RefObject<HTMLElement | null>; fault?: unknown; retry?: () => unknown };

/** A piece that is on its way, or could not be had. */
export function Getting({ main, fault, retry }: Props) {
  const { t } = useTranslation("review");
  return (
    <main ref={main} tabIndex={-1} className="rv-finished">
      {fault === null || fault === undefined ? (
        <div className="rv-getting" aria-busy="true">
          <p className="sr-only">{t("getting")}</p>
          <Skeleton lines={4} />
        </div>
      ) : (
        <Fault error={fault} {...(retry === undefined ? {} : { retry })} />
      )}
    </main>
  );
}
