import {
  CircleCheck,
  CloudOff,
  CloudUpload,
  RotateCcw,
  ScanSearch,
  Trash2,
  TriangleAlert,
} from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Capture } from "~/api/captures";
import { Problem } from "~/api/problem";
import type { Take } from "~/api/takes-core";
import { useSentence } from "~/ui/fault";
import { Icon } from "~/ui/icons";
import { Mark } from "~/ui/state";
import { Said } from "../../parts/said";
import type { Taken } from "../doc";
import { annotationId, type PromptEditor } from "../editor";
import { type Place, stateOf } from "../places";
import { usePlaceName, useSending } from "../use";
import { Shown } from "./shown";
import { Why } from "./why";

type KeptProps = {
  editor: PromptEditor;
  place: Place;
  take: Take;
  onReady?: (play: () => void) => void;
};

/** A take of this device: to be heard or seen again, how far it is, and what is wrong with it. */
export function Kept({ editor, place, take, onReady }: KeptProps) {
  const { t } = useTranslation("annotate-prompt");
  const sentence = useSentence();
  const name = usePlaceName(editor)(place);
  const { refusal, capture } = take;
  const state = stateOf(take);
  return (
    <article className="pr-take" data-state={state} aria-label={name}>
      <div className="row between g8">
        <Going take={take} editor={editor} />
        <Remove editor={editor} id={take.id} name={name} />
      </div>
      <Shown
        kind={take.kind}
        name={name}
        blob={take.blob}
        wave={take.wave}
        seconds={take.seconds}
        {...(onReady === undefined ? {} : { onReady })}
      />
      {refusal !== null && (
        <div className="col g8">
          <p className="c-bad">
            {sentence(
              new Problem(refusal.status, {
                ...refusal.more,
                code: refusal.code,
                detail: refusal.detail,
              }),
            )}
          </p>
          <button
            type="button"
            className="btn line"
            onClick={() => void editor.captures.own?.again(take.id)}
          >
            <Icon of={RotateCcw} size={16} />
            {t("send_again")}
          </button>
        </div>
      )}
      {capture !== null && state === "wrong" && <Why wrong={capture.faults} />}
      <Said editor={editor} id={annotationId(take.id)} />
    </article>
  );
}

/** How far a take is: kept here, on its way, looked over, or what came of that. */
function Going({ take, editor }: { take: Take; editor: PromptEditor }) {
  const { t } = useTranslation("annotate-prompt");
  const { sent, trouble } = useSending(editor);
  const state = stateOf(take);
  if (state === "done")
    return (
      <Mark icon={CircleCheck} tone="ok">
        {t("state.done")}
      </Mark>
    );
  if (state === "wrong")
    return (
      <Mark icon={TriangleAlert} tone="bad">
        {t(take.refusal === null ? "state.wrong" : "state.refused")}
      </Mark>
    );
  if (take.capture !== null)
    return (
      <Mark icon={ScanSearch} tone="now">
        {t("state.checking")}
      </Mark>
    );
  const there = sent.get(take.id) ?? 0;
  const share = take.whole ? 1 : take.blob.size === 0 ? 0 : there / take.blob.size;
  const percent = Math.round(share * 100);
  return (
    <span className="pr-going">
      {trouble === null ? (
        <Mark icon={CloudUpload} tone="now">
          {t("state.sending", { percent })}
        </Mark>
      ) : (
        <Mark icon={CloudOff} tone="warn">
          {t(trouble === "offline" ? "state.waits" : "state.signed_out")}
        </Mark>
      )}
      <progress max={100} value={percent} aria-label={t("sent_share")} />
    </span>
  );
}

type GivenProps = {
  editor: PromptEditor;
  place: Place;
  one: Taken;
  capture: Capture | undefined;
  onReady?: (play: () => void) => void;
};

/** A take that the answer names and this device has not: it was made elsewhere, or handed in before. */
export function Given({ editor, place, one, capture, onReady }: GivenProps) {
  const { t } = useTranslation("annotate-prompt");
  const name = usePlaceName(editor)(place);
  return (
    <article className="pr-take" data-state="done" aria-label={name}>
      <div className="row between g8">
        <Mark icon={CircleCheck} tone="ok">
          {t("state.handed_in")}
        </Mark>
        <Remove editor={editor} id={one.id} name={name} />
      </div>
      {capture === undefined ? (
        <div className="sk" style={{ height: 40 }} />
      ) : (
        <Shown
          kind={one.kind}
          name={name}
          capture={capture}
          {...(onReady === undefined ? {} : { onReady })}
        />
      )}
      <Said editor={editor} id={one.id} />
    </article>
  );
}

function Remove({
  editor,
  id,
  name,
}: {
  editor: PromptEditor;
  id: string;
  name: string;
}): ReactNode {
  const { t } = useTranslation("annotate-prompt");
  return (
    <button
      type="button"
      className="an-icon"
      aria-label={t("remove", { name })}
      onClick={() => {
        editor.drop(id);
        editor.say("removed");
      }}
    >
      <Icon of={Trash2} size={18} />
    </button>
  );
}
