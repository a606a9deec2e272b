// Shows one adapter in all pictures, and dims the others.
import { all, make, makeButton } from "./dom.js";

/** The class that the parts of an adapter have in every picture: `a3`. A part that compares two adapters has two. */
const ADAPTER = /^a\d+$/;
/** An element that may have one. */
const OWNED = ':is([class^="a"], [class*=" a"])';

let chosen: string | null = null;

export function offerHighlights(): void {
  all("#adapters-name")
    .at(0)
    ?.append(make("span", " Press one to see it alone.", "tools"));
  for (const entry of all("#adapters li")) {
    const [adapter = null] = adaptersOf(entry);
    const button = makeButton("", () => choose(adapter));
    button.setAttribute("aria-pressed", "false");
    button.append(...entry.childNodes);
    entry.append(button);
  }
  document.addEventListener("click", ({ target }) => {
    if (!(target instanceof Element) || target.closest("figure svg :is(.key, .name)") === null) return;
    // Either the name itself, or what it is the name of.
    const [adapter] = adaptersOf(target.closest(OWNED) ?? target);
    if (adapter !== undefined) choose(adapter);
  });
}

function adaptersOf(element: Element): string[] {
  return [...element.classList].filter((name) => ADAPTER.test(name));
}

/** The second time, all are shown again. */
function choose(adapter: string | null): void {
  chosen = chosen === adapter ? null : adapter;
  for (const entry of all("#adapters li")) {
    entry
      .querySelector("button")
      ?.setAttribute("aria-pressed", String(chosen !== null && adaptersOf(entry).includes(chosen)));
  }
  for (const part of all<SVGElement>('figure svg [class*="a"]')) {
    const own = adaptersOf(part);
    if (own.length > 0) part.classList.toggle("dim", chosen !== null && !own.includes(chosen));
  }
}
