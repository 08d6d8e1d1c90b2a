import { useLayoutEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Stage } from "../../frame/queries";
import { columnsOf } from "./layout";
import type { Flow } from "./queries";
import { StageCard } from "./stage-card";

type Drawn = { key: string; path: string };

/** Where arrows run between the cards, measured anew whenever the picture changes its size. */
function useArrows(flows: readonly Flow[]) {
  const room = useRef<HTMLDivElement>(null);
  const [drawn, setDrawn] = useState<readonly Drawn[]>([]);
  useLayoutEffect(() => {
    const box = room.current;
    if (box === null) return;
    const measure = () => {
      const home = box.getBoundingClientRect();
      const at = (id: number) => box.querySelector(`[data-stage="${id}"]`)?.getBoundingClientRect();
      setDrawn(
        flows.flatMap((flow) => {
          const [from, to] = [at(flow.from_id), at(flow.to_id)];
          if (from === undefined || to === undefined) return [];
          const beside = to.left >= from.right;
          const x1 = beside ? from.right - home.left : from.left + 28 - home.left;
          const y1 = beside ? from.top + 36 - home.top : from.bottom - home.top;
          const x2 = beside ? to.left - 7 - home.left : to.left + 28 - home.left;
          const y2 = beside ? to.top + 36 - home.top : to.top - 7 - home.top;
          const bend = beside ? Math.max(20, (x2 - x1) / 2) : Math.max(12, (y2 - y1) / 2);
          const path = beside
            ? `M${x1} ${y1}C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}`
            : `M${x1} ${y1}C${x1} ${y1 + bend} ${x2} ${y2 - bend} ${x2} ${y2}`;
          return [{ key: `${flow.from_id}-${flow.to_id}`, path }];
        }),
      );
    };
    const eye = new ResizeObserver(measure);
    eye.observe(box);
    for (const card of box.querySelectorAll("[data-stage]")) eye.observe(card);
    measure();
    return () => eye.disconnect();
  }, [flows]);
  return { room, drawn };
}

/** The stages in the order in which data goes through them, joined by arrows. */
export function Pipeline({ stages, flows }: { stages: readonly Stage[]; flows: readonly Flow[] }) {
  const { t } = useTranslation("pipeline");
  const { room, drawn } = useArrows(flows);
  const columns = columnsOf(stages, flows);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
    <section className="pipeline-room" aria-label={t("flow.picture")} tabIndex={0}>
      <div ref={room} className="pipeline">
        <svg className="pipeline-arrows" aria-hidden="true">
          <defs>
            <marker
              id="flow-head"
              viewBox="0 0 8 8"
              refX="2"
              refY="4"
              markerWidth="8"
              markerHeight="8"
              orient="auto"
            >
              <path d="M0 0L8 4L0 8Z" />
            </marker>
          </defs>
          {drawn.map(({ key, path }) => (
            <path key={key} d={path} markerEnd="url(#flow-head)" />
          ))}
        </svg>
        {columns.map((column) => (
          <ol key={column[0]?.id} className="pipeline-column">
            {column.map((stage) => (
              <li key={stage.id} data-stage={stage.id}>
                <StageCard stage={stage} stages={stages} flows={flows} />
              </li>
            ))}
          </ol>
        ))}
      </div>
    </section>
  );
}
