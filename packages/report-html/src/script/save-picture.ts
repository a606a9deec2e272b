// Saves a picture as a file of its own.
import { addToolBeside, all, makeButton, save } from "./dom.js";

const SVG = "http://www.w3.org/2000/svg";
/** What a style can say about an element of a picture. Viewers know these as attributes. */
const LOOKS = [
  ...["fill", "fill-opacity", "stroke", "stroke-width", "stroke-dasharray", "stroke-opacity"],
  ...[
    "stroke-linecap",
    "stroke-linejoin",
    "font-family",
    "font-size",
    "font-weight",
    "text-anchor",
    "paint-order",
  ],
];
/** These do not go on to the elements inside. */
const OWN_LOOKS: Readonly<Record<string, string>> = { opacity: "1", display: "inline" };

export function offerPictures(): void {
  for (const figure of all("figure[id]")) {
    const drawn = all<SVGSVGElement>("svg", figure).at(-1);
    const [numbers] = all(":scope > details", figure);
    if (drawn === undefined || numbers === undefined) continue;
    const button = makeButton("Save as SVG", () =>
      save(`wireduel-${figure.id}.svg`, "image/svg+xml", fileOf(drawn, figure)),
    );
    button.setAttribute("aria-describedby", drawn.getAttribute("aria-labelledby")?.split(" ")[0] ?? "");
    addToolBeside(numbers, button);
  }
}

/** The picture for a desk, with all of its style inside and in the colours for light paper. */
function fileOf(drawn: SVGSVGElement, figure: HTMLElement): string {
  const copy = drawn.cloneNode(true) as SVGSVGElement;
  // The copy stands in the page for a moment, because only there has it a style.
  const holder = document.createElement("div");
  holder.className = "aside";
  for (const [name, value] of lightColours()) holder.style.setProperty(name, value);
  holder.append(copy);
  figure.append(holder);
  for (const part of all<SVGElement>(".dim, .current", copy)) part.classList.remove("dim", "current");
  const parts = [copy, ...all<SVGElement>("*", copy)];
  const looks = parts.map(looksOf);
  for (const [index, part] of parts.entries()) setLooks(part, looks[index] ?? new Map());
  const ground = document.createElementNS(SVG, "rect");
  for (const [name, value] of Object.entries({ width: "100%", height: "100%", fill: "#fff" })) {
    ground.setAttribute(name, value);
  }
  copy.querySelector("desc")?.after(ground);
  holder.remove();
  return new XMLSerializer().serializeToString(copy);
}

/** The first rule of the page has the colours of a light screen. */
function lightColours(): (readonly [string, string])[] {
  const [rule] = document.styleSheets[0]?.cssRules ?? [];
  const { style } = rule as CSSStyleRule;
  return [...style].map((name) => [name, style.getPropertyValue(name)] as const);
}

/** How an element looks, where that is not how the element around it looks. */
function looksOf(part: SVGElement, index: number): Map<string, string> {
  const [style, around] = [
    getComputedStyle(part),
    index === 0 ? null : getComputedStyle(part.parentElement as Element),
  ];
  const looks = new Map<string, string>();
  for (const name of LOOKS) {
    const value = style.getPropertyValue(name);
    if (value !== around?.getPropertyValue(name)) looks.set(name, value);
  }
  for (const [name, usual] of Object.entries(OWN_LOOKS)) {
    const value = style.getPropertyValue(name);
    if (index > 0 && value !== usual) looks.set(name, value);
  }
  return looks;
}

function setLooks(part: SVGElement, looks: ReadonlyMap<string, string>): void {
  const value = part.dataset.value;
  if (value !== undefined) {
    const title = document.createElementNS(SVG, "title");
    title.textContent = value;
    part.prepend(title);
  }
  for (const name of ["class", "style", "data-value"]) part.removeAttribute(name);
  if (["title", "desc"].includes(part.localName)) return;
  for (const [name, look] of looks) part.setAttribute(name, look);
}
