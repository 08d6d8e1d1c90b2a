import { type KeyboardEvent, type PointerEvent, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { type JointDraft, type SkeletonDraft, titleOf } from "../model";
import { joined, movedJoint, nudged, withJoint, withJoints } from "./acts";

const SLOP = 4; // pixels that a press may move and still be none
const MANY = 30; // points of which more are drawn small

type Drag = { key: string; x: number; y: number; moved: boolean };

/**
 * A small board with the points and edges of a skeleton. Pressed where nothing is, another point;
 * one after another, two points are joined; dragged or by the arrow keys, one moves.
 */
export function Board({
  skeleton,
  onChange,
}: {
  skeleton: SkeletonDraft;
  onChange: (next: SkeletonDraft) => void;
}) {
  const { t, i18n } = useTranslation("projects");
  const board = useRef<HTMLDivElement>(null);
  const drag = useRef<Drag | null>(null);
  const [from, setFrom] = useState<string | null>(null);
  // One stop for Tab; Page Down and Page Up go from point to point.
  const [held, setHeld] = useState<string | null>(null);
  const stop = skeleton.points.some((one) => one.key === held) ? held : skeleton.points[0]?.key;
  const at = new Map(skeleton.points.map((one, place) => [one.key, { ...one, place }]));
  const called = (one: JointDraft, place: number) =>
    titleOf(one, i18n.language) || one.id || t("labels.joint_n", { n: place + 1 });

  const share = (event: PointerEvent) => {
    const box = board.current!.getBoundingClientRect();
    return {
      x: (event.clientX - box.left) / box.width,
      y: (event.clientY - box.top) / box.height,
    };
  };
  const press = (key: string) => {
    if (from === null || from === key) setFrom(from === key ? null : key);
    else {
      onChange(joined(skeleton, from, key));
      setFrom(null);
    }
  };
  const step = (key: string, by: 1 | -1) => {
    const count = skeleton.points.length;
    const next = skeleton.points[((at.get(key)?.place ?? 0) + by + count) % count]?.key ?? key;
    setHeld(next);
    board.current?.querySelector<HTMLElement>(`[data-joint="${next}"]`)?.focus();
  };
  const typed = (event: KeyboardEvent, key: string) => {
    const next = nudged(skeleton, key, event.code, event.shiftKey);
    if (next !== null) onChange(next);
    else if (event.code === "PageDown" || event.code === "PageUp")
      step(key, event.code === "PageDown" ? 1 : -1);
    else if (event.code === "Enter" || event.code === "Space") press(key);
    else if (event.code === "Delete" || event.code === "Backspace")
      onChange(
        withJoints(
          skeleton,
          skeleton.points.filter((one) => one.key !== key),
        ),
      );
    else if (event.code === "Escape" && from !== null) setFrom(null);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const toward = (one: JointDraft): string =>
    skeleton.edges
      .flatMap(([a, b]) => (a === one.key ? [b] : b === one.key ? [a] : []))
      .flatMap((key) => {
        const other = at.get(key);
        return other === undefined ? [] : [called(other, other.place)];
      })
      .join(", ");

  return (
    <div
      ref={board}
      className="joint-board"
      data-many={skeleton.points.length > MANY || undefined}
      data-joining={from !== null || undefined}
      onPointerUp={(event) => {
        const dragged = drag.current;
        drag.current = null;
        if (dragged === null && event.target === board.current)
          onChange(withJoint(skeleton, share(event)));
        else if (dragged !== null && !dragged.moved) press(dragged.key);
      }}
      onPointerMove={(event) => {
        const dragged = drag.current;
        if (dragged === null) return;
        const far = Math.hypot(event.clientX - dragged.x, event.clientY - dragged.y);
        if (!dragged.moved && far < SLOP) return;
        dragged.moved = true;
        const spot = share(event);
        onChange(movedJoint(skeleton, dragged.key, spot.x, spot.y));
      }}
      onPointerCancel={() => {
        drag.current = null;
      }}
    >
      <svg viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true">
        {skeleton.edges.map(([a, b]) => {
          const [one, other] = [at.get(a), at.get(b)];
          if (one === undefined || other === undefined) return null;
          return (
            <line
              key={`${a}${b}`}
              x1={one.x * 100}
              y1={one.y * 100}
              x2={other.x * 100}
              y2={other.y * 100}
            />
          );
        })}
      </svg>
      {skeleton.points.map((one, place) => (
        <button
          key={one.key}
          type="button"
          className="joint"
          data-joint={one.key}
          tabIndex={one.key === stop ? 0 : -1}
          onFocus={() => setHeld(one.key)}
          style={{ left: `${one.x * 100}%`, top: `${one.y * 100}%` }}
          aria-pressed={from === one.key}
          aria-label={t("labels.joint_at", {
            n: place + 1,
            name: called(one, place),
            x: Math.round(one.x * 100),
            y: Math.round(one.y * 100),
            joined: toward(one) || t("labels.value.none"),
          })}
          title={called(one, place)}
          onPointerDown={(event) => {
            event.currentTarget.setPointerCapture(event.pointerId);
            drag.current = { key: one.key, x: event.clientX, y: event.clientY, moved: false };
          }}
          onKeyDown={(event) => typed(event, one.key)}
        >
          {place + 1}
        </button>
      ))}
    </div>
  );
}
