import { type Markup, markup } from "../markup/markup.js";
import type { Point } from "./look.js";
import { shortPair } from "./pixels.js";

/** Many dots as one element: lines without a length, with round ends. A whole pixel is enough for them. */
export function drawDots(points: readonly Point[]): Markup {
  if (points.length === 0) return markup``;
  let [fromX, fromY] = [0, 0];
  const d = points.map((point, index) => {
    const [toX, toY] = point.map(Math.round) as [number, number];
    const step = `${index === 0 ? "M" : "m"}${shortPair(toX - fromX, toY - fromY)}h0`;
    [fromX, fromY] = [toX, toY];
    return step;
  });
  return markup`<path class="dots" d="${d.join("")}"/>`;
}
