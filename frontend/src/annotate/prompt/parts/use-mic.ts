import { useCallback, useEffect, useRef, useState } from "react";
import type { Mic } from "../audio/mic";
import type { RecordingLabel } from "../doc";

/** Why there is no sound: not allowed, none there, in use elsewhere, or no browser for it. */
export type NoMic = "denied" | "missing" | "busy" | "unable";
export type Room = { level: number; loud: boolean };

// What holds for the visit: who let us hear once is not asked before each piece, and the room is the
// same for a while.
let remembered: { id: string | null; room: Room | null; at: number } | null = null;
const ROOM_MS = 600_000;
/** Seconds for which the room is listened to. */
const QUIET = 2;

const whyOf = (error: unknown): NoMic => {
  const name = error instanceof DOMException ? error.name : "";
  if (name === "NotAllowedError" || name === "SecurityError") return "denied";
  if (name === "NotFoundError" || name === "OverconstrainedError") return "missing";
  return name === "NotReadableError" || name === "AbortError" ? "busy" : "unable";
};

/** A microphone with its state: asked for with a word, then the room, then ready. */
export function useMic(label: RecordingLabel) {
  const [mic, setMic] = useState<Mic | null>(null);
  const [opening, setOpening] = useState(false);
  const [no, setNo] = useState<NoMic | null>(null);
  const [all, setAll] = useState<readonly { id: string; name: string }[]>([]);
  const [room, setRoom] = useState<Room | null>(null);
  const [listening, setListening] = useState(false);
  const current = useRef<Mic | null>(null);
  const asked = useRef(label);
  asked.current = label;

  const open = useCallback(async (id: string | null) => {
    current.current?.close();
    current.current = null;
    setMic(null);
    setNo(null);
    setOpening(true);
    try {
      const { microphones, openMic } = await import("../audio/mic");
      const made = await openMic(asked.current, id, () => setNo("missing"));
      current.current = made;
      // The room first: who has a microphone before him may let it be heard at once.
      const known = remembered;
      const fresh = known !== null && known.id === made.id && Date.now() - known.at < ROOM_MS;
      setRoom(fresh ? known.room : null);
      remembered = fresh ? known : { id: made.id, room: null, at: Date.now() };
      setMic(made);
      setAll(await microphones());
    } catch (error) {
      setNo(whyOf(error));
    } finally {
      setOpening(false);
    }
  }, []);
  useEffect(() => {
    if (remembered !== null) void open(remembered.id);
    return () => {
      current.current?.close();
      current.current = null;
    };
  }, [open]);

  const listen = async () => {
    const made = current.current;
    if (made === null || listening) return;
    setListening(true);
    const level = await made.listen(QUIET);
    const heard = { level, loud: level > (asked.current.max_noise ?? -50) };
    remembered = { id: made.id, room: heard, at: Date.now() };
    setListening(false);
    setRoom(heard);
  };
  const accept = () => {
    const heard = room === null ? null : { ...room, loud: false };
    remembered = { id: current.current?.id ?? null, room: heard, at: Date.now() };
    setRoom(heard);
  };
  return { mic, opening, no, all, room, listening, open, listen, accept };
}
