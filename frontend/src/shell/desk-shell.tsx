import { Menu as MenuGlyph } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "~/ui/button";
import { Dialog } from "~/ui/dialog";
import { Icon } from "~/ui/icons";
import { Bell } from "./bell";
import { Logo } from "./logo";
import { OfflineLine } from "./offline";
import { PersonMenu } from "./person-menu";
import { Skip } from "./skip";
import "./shell.css";

type Props = {
  /** The links of the side bar; on a phone they open from the bar above. */
  side: ReactNode;
  /** Where one is, in the bar above. */
  crumbs: ReactNode;
  children: ReactNode;
};

/** The frame of the inspector's, manager's and operator's pages: dense, a side bar, a bar above. */
export function DeskShell({ side, crumbs, children }: Props) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  return (
    <div data-density="compact" className="mg">
      <Skip />
      <div className="side desk-only">
        <div className="row between side-head">
          <Logo />
        </div>
        <nav aria-label={t("nav.main")} className="col">
          {side}
        </nav>
      </div>
      <div className="mg-page">
        <header className="mg-top">
          <span className="phone-only">
            <Button look="ghost" square aria-label={t("nav.main")} onPress={() => setOpen(true)}>
              <Icon of={MenuGlyph} />
            </Button>
          </span>
          <div className="crumb grow">{crumbs}</div>
          <Bell />
          <PersonMenu />
        </header>
        <OfflineLine />
        <main id="content" className="mg-main">
          {children}
        </main>
      </div>
      <Dialog title={t("dure")} open={open} onClose={() => setOpen(false)} sheet>
        {/* biome-ignore lint/a11y/useKeyWithClickEvents: links inside are what is pressed; this only closes after them */}
        <nav aria-label={t("nav.main")} className="side-sheet" onClick={() => setOpen(false)}>
          {side}
        </nav>
      </Dialog>
    </div>
  );
}
