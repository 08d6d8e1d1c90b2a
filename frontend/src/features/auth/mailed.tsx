import { MailCheck } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Button } from "~/ui/button";
import { Icon } from "~/ui/icons";
import { PageTitle } from "~/ui/page";
import { Door } from "./door";
import { Resend } from "./resend";

/** After signing up: the mail is what comes next. */
export function Mailed({ email, onBack }: { email: string; onBack: () => void }) {
  const { t } = useTranslation("auth");
  return (
    <Door>
      <span className="thumb lg">
        <Icon of={MailCheck} size={24} />
      </span>
      <div>
        <PageTitle name={t("sign_up")}>{t("mailed_title")}</PageTitle>
        <p className="t2">{t("mailed", { email })}</p>
      </div>
      <div className="col g8">
        <p className="label t3">{t("not_arrived")}</p>
        <Resend email={email} />
        <Button look="ghost" full onPress={onBack}>
          {t("other_address")}
        </Button>
      </div>
    </Door>
  );
}
