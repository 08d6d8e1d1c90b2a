import { useTranslation } from "react-i18next";
import { isProblem } from "~/api/problem";
import { useSentence } from "~/ui/fault";

type Failure = Readonly<Record<string, unknown>>;

/** Why a model failed, as a sentence in the reader's language. */
export function useFailure(): (failure: Failure) => string {
  const { t, i18n } = useTranslation("suggestions");
  return (failure) => {
    const key = `failure.${String(failure.reason)}`;
    if (!i18n.exists(key, { ns: "suggestions" })) return String(failure.detail ?? "");
    return t(key as "failure.slow", { ...failure });
  };
}

/** What went wrong when a model was tried. */
export function useTrialSentence(): (error: unknown) => string {
  const failure = useFailure();
  const sentence = useSentence();
  return (error) =>
    isProblem(error) && error.code === "model_failed" ? failure(error.more) : sentence(error);
}
