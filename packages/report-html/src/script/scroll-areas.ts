// An area that does not scroll needs no stop of the tab key. One with a picture has values to go through.
import { all } from "./dom.js";

export function trimTabStops(): void {
  trim();
  addEventListener("resize", trim);
  // The event of `details` does not bubble.
  document.addEventListener("toggle", trim, { capture: true });
}

function trim(): void {
  for (const area of all(".scroll")) {
    const isNeeded = area.scrollWidth > area.clientWidth || area.querySelector("svg [data-value]") !== null;
    if (isNeeded) area.tabIndex = 0;
    else area.removeAttribute("tabindex");
  }
}
