import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "~/ui/button";
import { Confirm } from "~/ui/dialog";
import { type Option, RadioGroup, TextField } from "~/ui/field";

/** A decision with its grounds, asked for once more before it is sent. */
export function SayWhich<Id extends string>({
  options,
  hint,
  send,
  onDone,
}: {
  options: readonly Option<Id>[];
  /** Who reads the grounds. */
  hint: string;
  send: (id: Id, answer: string) => Promise<unknown>;
  onDone: () => void;
}) {
  const { t } = useTranslation("fair");
  const [chosen, setChosen] = useState<Id | null>(null);
  const [answer, setAnswer] = useState("");
  const [missing, setMissing] = useState(false);
  const [asks, setAsks] = useState(false);
  const empty = answer.trim() === "";
  return (
    <form
      className="col g16"
      onSubmit={(event) => {
        event.preventDefault();
        setMissing(chosen === null || empty);
        if (chosen !== null && !empty) setAsks(true);
      }}
    >
      <RadioGroup
        label={t("desk.decision")}
        value={chosen}
        onChange={(id) => setChosen(id as Id)}
        error={missing && chosen === null ? t("desk.choose") : undefined}
        options={options}
      />
      <TextField
        label={t("desk.answer")}
        hint={hint}
        rows={5}
        maxLength={4000}
        value={answer}
        onChange={setAnswer}
        error={missing && empty ? t("desk.answer_need") : undefined}
      />
      <Button type="submit" look="primary" main full>
        {t("desk.decide")}
      </Button>
      <Confirm
        title={options.find((one) => one.id === chosen)?.name ?? ""}
        word={t("desk.decide")}
        open={asks}
        onClose={() => setAsks(false)}
        act={async () => {
          if (chosen === null) return;
          await send(chosen, answer.trim());
          onDone();
        }}
      >
        <p className="t2">{options.find((one) => one.id === chosen)?.detail}</p>
      </Confirm>
    </form>
  );
}
