// Shows one adapter in all pictures, and dims the others.
import { all, makeButton } from "./dom.js";

/** The class that the parts of an adapter have in every picture: `a3`. */
const ADAPTER = /(?:^| )a(\d+)(?: |$)/;

let chosen: string | null = null;

export function offerHighlights(): void {
  all("#adapters-name").at(0)?.append(" Press one to see it alone.");
  for (const entry of all("#adapters li")) {
    const adapter = adapterOf(entry);
    const button = makeButton("", () => choose(adapter));
    button.setAttribute("aria-pressed", "false");
    button.append(...entry.childNodes);
    entry.append(button);
  }
  document.addEventListener("click", ({ target }) => {
    const named = target instanceof Element ? target.closest("figure svg :is(.key, .name)") : null;
    const owner = named?.closest('[class~="key"], g[class]') ?? null;
    if (owner !== null && adapterOf(owner) !== null) choose(adapterOf(owner));
  });
}

function adapterOf(element: Element): string | null {
  return ADAPTER.exec(element.getAttribute("class") ?? "")?.[1] ?? null;
}

/** The second time, all are shown again. */
function choose(adapter: string | null): void {
  chosen = chosen === adapter ? null : adapter;
  for (const entry of all("#adapters li")) {
    entry.querySelector("button")?.setAttribute("aria-pressed", String(adapterOf(entry) === chosen));
  }
  for (const part of all<SVGElement>('figure svg [class*="a"]')) {
    const own = adapterOf(part);
    if (own !== null) part.classList.toggle("dim", chosen !== null && own !== chosen);
  }
}
