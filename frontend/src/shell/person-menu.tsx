import { User } from "lucide-react";
import { lazy, Suspense, useRef, useState } from "react";
import { Button } from "react-aria-components";
import { useTranslation } from "react-i18next";
import { useMe } from "~/api/session";
import { Icon } from "~/ui/icons";
import { Prover } from "~/ui/proof/prover";

// Menus bring much of React Aria along: they come with the first touch of the button.
const load = () => import("./person-acts");
const PersonActs = lazy(async () => ({ default: (await load()).PersonActs }));

/** The button of oneself. */
export function PersonMenu() {
  const { t } = useTranslation();
  const me = useMe();
  const at = useRef<HTMLButtonElement>(null);
  const [open, setOpen] = useState(false);
  const [asked, setAsked] = useState(false);
  return (
    <>
      <Button
        ref={at}
        className="ava"
        aria-label={`${t("nav.account")}: ${me.name}`}
        aria-haspopup="menu"
        aria-expanded={open}
        onHoverStart={load}
        onFocus={load}
        onPress={() => {
          setAsked(true);
          setOpen(!open);
        }}
      >
        <Icon of={User} size={16} />
      </Button>
      {asked && (
        <Suspense>
          <PersonActs at={at} open={open} onOpen={setOpen} />
        </Suspense>
      )}
      <Prover />
    </>
  );
}
