import { Plus } from "lucide-react";
import { Header, Menu, MenuItem, MenuSection, MenuTrigger, Popover } from "react-aria-components";
import { useTranslation } from "react-i18next";
import { Button } from "~/ui/button";
import { Icon } from "~/ui/icons";
import { FACTS, type Kind, kindsOf, type Modality, type Place } from "./kinds/facts";

const PLACES: readonly Place[] = ["mark", "ask", "link"];

/** Everything that can be asked of an item, by what it is about; chosen, it is added. */
export function KindMenu({ modality, onAdd }: { modality: Modality; onAdd: (kind: Kind) => void }) {
  const { t } = useTranslation("projects");
  const kinds = kindsOf(modality);
  return (
    <MenuTrigger>
      <Button look="line">
        <Icon of={Plus} />
        {t("labels.question_add")}
      </Button>
      <Popover className="pop menu kind-menu" offset={4}>
        <Menu aria-label={t("labels.question_add")} onAction={(key) => onAdd(key as Kind)}>
          {PLACES.map((place) => (
            <MenuSection key={place} className="kind-section">
              <Header className="kind-place label t3">
                {t(`labels.place.${modality}.${place}`)}
              </Header>
              {kinds
                .filter((kind) => FACTS[kind].place === place)
                .map((kind) => (
                  <MenuItem
                    key={kind}
                    id={kind}
                    textValue={t(`labels.kind.${kind}`)}
                    className="menu-row"
                  >
                    <Icon of={FACTS[kind].icon} size={18} className="t2" />
                    <span className="grow">
                      <span className="strong">{t(`labels.kind.${kind}`)}</span>{" "}
                      <small className="hint block">{t(`labels.kind_hint.${kind}`)}</small>
                    </span>
                  </MenuItem>
                ))}
            </MenuSection>
          ))}
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}
