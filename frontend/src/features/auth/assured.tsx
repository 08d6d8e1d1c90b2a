import { Eye, Landmark, MessageSquareText } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Icon } from "~/ui/icons";

const FACTS = [
  ["pay", Eye],
  ["why", MessageSquareText],
  ["kept", Landmark],
] as const;

/** What somebody who has never been here can count on. */
export function Assured() {
  const { t } = useTranslation("auth");
  return (
    <ul className="door-facts">
      {FACTS.map(([fact, icon]) => (
        <li key={fact} className="row top">
          <span className="thumb">
            <Icon of={icon} />
          </span>
          <div>
            <p className="strong">{t(`fact.${fact}`)}</p>
            <p className="label t2">{t(`fact.${fact}_more`)}</p>
          </div>
        </li>
      ))}
    </ul>
  );
}
