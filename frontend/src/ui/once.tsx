import { Copy } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "./button";
import { Dialog } from "./dialog";
import { Icon } from "./icons";
import { toast } from "./toast";

type Words = { title: string; hint: string; copy: string; copied: string; done: string };

/** A key, a secret, codes: shown this once, to be copied. */
export function ShownOnce({
  words,
  text,
  onClose,
  children,
}: {
  words: Words;
  text: string;
  onClose: () => void;
  children: ReactNode;
}) {
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      toast(words.copied);
    } catch {
      // Where the clipboard is closed, it can still be marked and copied by hand.
    }
  };
  return (
    <Dialog title={words.title} open onClose={onClose}>
      <p className="t2">{words.hint}</p>
      {children}
      <div className="row g8">
        <Button className="grow" onPress={copy}>
          <Icon of={Copy} size={16} />
          {words.copy}
        </Button>
        <Button look="primary" className="grow" onPress={onClose}>
          {words.done}
        </Button>
      </div>
    </Dialog>
  );
}
