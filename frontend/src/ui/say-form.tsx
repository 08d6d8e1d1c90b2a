import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { Button } from "./button";
import { Fault } from "./fault";
import { TextField } from "./field";

type Props = {
  hint: string;
  label: string;
  /** Said where nothing is written. */
  need: string;
  /** What the button says. */
  word: string;
  /** Letters at most. */
  most: number;
  send: (text: string) => Promise<unknown>;
  full?: boolean;
  autoFocus?: boolean;
};

/** Something that one says in one's own words, once. */
export function SayForm({ hint, label, need, word, most, send, full = false, autoFocus }: Props) {
  const [text, setText] = useState("");
  const [blank, setBlank] = useState(false);
  const sending = useMutation({ mutationFn: () => send(text.trim()) });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (text.trim() === "") setBlank(true);
    else sending.mutate();
  };
  return (
    <form onSubmit={submit} className="col g16" noValidate>
      <p className="t2">{hint}</p>
      <TextField
        label={label}
        rows={5}
        maxLength={most}
        validationBehavior="aria"
        value={text}
        onChange={(value) => {
          setText(value);
          setBlank(false);
        }}
        error={blank ? need : undefined}
        {...(autoFocus ? { autoFocus } : {})}
      />
      <Fault error={sending.error} />
      <Button
        type="submit"
        look="primary"
        main
        full={full}
        className="self-start"
        busy={sending.isPending}
      >
        {word}
      </Button>
    </form>
  );
}
