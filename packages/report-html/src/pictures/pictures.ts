import { forestPlot } from "./forest-plot.js";
import { heatMap } from "./heat-map.js";
import { partsOfTime } from "./parts-of-time.js";
import type { PicturesOf } from "./picture.js";

/** All kinds of pictures, in the order of the page. A new kind is a file of its own and a line here. */
export const PICTURES: readonly PicturesOf[] = [forestPlot, heatMap, partsOfTime];
