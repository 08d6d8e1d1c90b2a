import { CircleCheck, CircleX } from "lucide-react";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Schema } from "~/api/client";
import { Button } from "~/ui/button";
import { Fault } from "~/ui/fault";
import { RadioGroup, TextField } from "~/ui/field";
import { Icon } from "~/ui/icons";
import { Key } from "~/ui/page";

type Body = Schema<"VerdictIn">;

const writes = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.closest("input:not([type=radio]), textarea") !== null;

/** Right or not, by key: 1 says right, 2 opens why not; then a number is the reason, Enter says it. */
export function Verdict({
  codes,
  busy,
  error,
  onSay,
}: {
  codes: Schema<"ExaminedNext">["codes"];
  busy: boolean;
  error: unknown;
  onSay: (body: Body) => void;
}) {
  const { t, i18n } = useTranslation("reports");
  const [failing, setFailing] = useState(false);
  const [code, setCode] = useState("");
  const [note, setNote] = useState("");
  const pass = () => onSay({ passed: true, note: "" });
  const fail = () => code !== "" && onSay({ passed: false, code, note: note.trim() });
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (busy || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
      if (writes(event.target)) {
        if (event.key !== "Enter" || event.shiftKey || !failing || code === "") return;
      }
      const number = Number(event.key);
      if (event.key === "Escape") setFailing(false);
      else if (event.key === "Enter" && failing && code !== "") {
        event.preventDefault();
        fail();
      } else if (!failing && number === 1) pass();
      else if (!failing && number === 2) setFailing(true);
      else if (failing && codes[number - 1] !== undefined) setCode(codes[number - 1]?.code ?? "");
    };
    document.addEventListener("keydown", press);
    return () => document.removeEventListener("keydown", press);
  });
  return (
    <section className="col g16" aria-label={t("examine.verdict")}>
      {!failing ? (
        <div className="col g8">
          <Button look="primary" main full busy={busy} onPress={pass}>
            <Icon of={CircleCheck} />
            {t("sample.pass")}
            <Key>1</Key>
          </Button>
          <Button look="line" main full isDisabled={busy} onPress={() => setFailing(true)}>
            <Icon of={CircleX} />
            {t("sample.fail")}
            <Key>2</Key>
          </Button>
        </div>
      ) : (
        <div className="col g12">
          <RadioGroup
            label={t("examine.why")}
            options={codes.map((one, at) => ({
              id: one.code,
              name: `${at < 9 ? `${at + 1}. ` : ""}${i18n.language === "ko" ? one.ko : one.en}`,
            }))}
            value={code}
            onChange={setCode}
          />
          <TextField label={t("check.note")} value={note} onChange={setNote} maxLength={1000} />
          <div className="row wrap">
            <Button look="primary" busy={busy} isDisabled={code === ""} onPress={fail}>
              {t("examine.say_fail")}
              <Key>↵</Key>
            </Button>
            <Button look="ghost" onPress={() => setFailing(false)}>
              {t("examine.not_so")}
            </Button>
          </div>
        </div>
      )}
      <Fault error={error} />
    </section>
  );
}
