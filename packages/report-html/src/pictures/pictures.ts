import { costs } from "./costs.js";
import { course } from "./course.js";
import { forestPlot } from "./forest-plot.js";
import { heatMap } from "./heat-map.js";
import { limitPlot } from "./limit-plot.js";
import { overTime } from "./over-time.js";
import { partsOfTime } from "./parts-of-time.js";
import { percentileCurves } from "./percentile-curves.js";
import type { PicturesOf } from "./picture.js";
import { senders } from "./senders.js";
import { spread } from "./spread.js";

/** Pictures that answer one question. */
export interface Chapter {
  /** Unique on the page. Letters, digits and `-`. */
  readonly id: string;
  readonly title: string;
  readonly pictures: readonly PicturesOf[];
}

/** All kinds of pictures, in the order of the page. A new kind is a file of its own and a name here. */
export const CHAPTERS: readonly Chapter[] = [
  { id: "compared", title: "How they compare", pictures: [forestPlot, limitPlot, heatMap] },
  { id: "times", title: "How the times are distributed", pictures: [spread, percentileCurves, overTime] },
  { id: "where", title: "Where the time goes, and what it costs", pictures: [partsOfTime, costs] },
  { id: "how", title: "How the run went", pictures: [senders, course] },
];
