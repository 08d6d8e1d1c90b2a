import { useQuery } from "@tanstack/react-query";
import { CircleAlert } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, must, type Schema } from "~/api/client";
import { Button } from "~/ui/button";
import { Fault, Skeleton } from "~/ui/fault";
import { Checkbox } from "~/ui/field";
import { Icon } from "~/ui/icons";

const Words = lazy(() => import("./words"));

export type Agreement = Schema<"AgreementView">;

/** The terms and the privacy notice that hold today. */
export const useCurrent = () =>
  useQuery({
    queryKey: ["agreements", "current"],
    queryFn: () => must(api.GET("/api/v1/agreements/current")),
    staleTime: 60_000,
  });

type Props = {
  current: ReturnType<typeof useCurrent>;
  agreed: ReadonlySet<number>;
  onAgree: (id: number, yes: boolean) => void;
  /** Whether to say that what is missing is missing. */
  missing: boolean;
};

/** What has to be read and agreed to before one joins; each can be read here, whole. */
export function Agreements({ current, agreed, onAgree, missing }: Props) {
  const { t, i18n } = useTranslation("auth");
  const [read, setRead] = useState<Agreement | null>(null);
  if (current.isError) return <Fault error={current.error} retry={() => current.refetch()} />;
  if (current.data === undefined) return <Skeleton lines={2} />;
  const title = (one: Agreement) => (i18n.language === "en" ? one.title_en : one.title_ko);
  return (
    <div className="col">
      {current.data.map((one) => (
        <div key={one.id} className="agree">
          <Checkbox isSelected={agreed.has(one.id)} onChange={(yes) => onAgree(one.id, yes)}>
            {t("agree", { title: title(one) })}
          </Checkbox>
          <Button
            look="ghost"
            aria-label={t("read_of", { title: title(one) })}
            onPress={() => setRead(one)}
          >
            {t("read")}
          </Button>
        </div>
      ))}
      {missing && (
        <p role="alert" className="err">
          <Icon of={CircleAlert} size={16} />
          {t("need_agreement")}
        </p>
      )}
      <Suspense>
        {read !== null && (
          <Words
            agreement={read}
            onClose={() => setRead(null)}
            onAgree={() => {
              onAgree(read.id, true);
              setRead(null);
            }}
          />
        )}
      </Suspense>
    </div>
  );
}
