// Shows the value of a part of a picture: under the mouse, at a touch, and with the arrow keys.
import { all, make, say } from "./dom.js";

/** A finger hits what is at most so far away, in pixels. */
const REACH = 24;
/** Between the pointer and its tip, and between a tip and the edge of the window, in pixels. */
const GAP = 14;

const tip = make("div", "", "tip");
tip.hidden = true;
tip.setAttribute("aria-hidden", "true");

let shown: Element | null = null;

export function showValues(): void {
  for (const title of all<SVGTitleElement>("figure svg title")) ownTitle(title);
  document.body.append(tip);
  document.addEventListener("pointerover", ({ target, pointerType, clientX, clientY }) => {
    if (pointerType !== "touch") show(valueAt(target), clientX, clientY);
  });
  document.addEventListener("pointermove", ({ pointerType, clientX, clientY }) => {
    if (pointerType !== "touch" && shown !== null) place(clientX, clientY);
  });
  document.addEventListener("click", (event) => {
    const isTouch = (event as PointerEvent).pointerType === "touch";
    if (isTouch) show(nearest(event), event.clientX, event.clientY);
  });
  document.addEventListener("keydown", ({ key }) => {
    if (key === "Escape") hide();
  });
  document.addEventListener("scroll", follow, { capture: true, passive: true });
  for (const area of all("figure .scroll:has(> svg)")) withArrowKeys(area);
}

/** The browser's own tip would stand beside ours. A saved picture gets its titles back. */
function ownTitle(title: SVGTitleElement): void {
  const owner = title.parentElement as unknown as SVGElement;
  if (owner.localName === "svg") return;
  owner.dataset.value = title.textContent ?? "";
  title.remove();
}

function valueAt(target: EventTarget | null): Element | null {
  return target instanceof Element ? target.closest("svg [data-value]") : null;
}

/** What is under a finger, or near it. A small part counts before the row that it is in. */
function nearest({ target, clientX, clientY }: MouseEvent): Element | null {
  const under = valueAt(target);
  const svg = target instanceof Element ? target.closest("figure svg") : null;
  if (svg === null || (under !== null && !isGroup(under))) return under;
  let [best, least] = [under, REACH];
  for (const element of all<SVGElement>("[data-value]", svg)) {
    if (isGroup(element)) continue;
    const { left, right, top, bottom } = element.getBoundingClientRect();
    const across = Math.max(left - clientX, 0, clientX - right);
    const along = Math.max(top - clientY, 0, clientY - bottom);
    const distance = Math.hypot(across, along);
    if (distance < least) [best, least] = [element, distance];
  }
  return best;
}

function isGroup(element: Element): boolean {
  return element.localName === "g";
}

function show(element: Element | null, x: number, y: number): void {
  if (element === shown) return;
  hide();
  if (element === null) return;
  shown = element;
  tip.textContent = element.getAttribute("data-value");
  tip.hidden = false;
  place(x, y);
}

function place(x: number, y: number): void {
  const { offsetWidth: width, offsetHeight: height } = tip;
  const left = Math.min(x + GAP, document.documentElement.clientWidth - width - GAP);
  const above = y - height - GAP;
  tip.style.left = `${Math.max(GAP, left)}px`;
  tip.style.top = `${above < GAP ? y + GAP : above}px`;
}

/** An arrow key may scroll to the value that it shows. */
function follow(): void {
  if (shown?.classList.contains("current")) placeAbove(shown);
  else hide();
}

function placeAbove(element: Element): void {
  const { left, right, top } = element.getBoundingClientRect();
  place((left + right) / 2, top);
}

function hide(): void {
  shown?.classList.remove("current");
  shown = null;
  tip.hidden = true;
}

/** One stop of the tab key for each picture. In it, the arrow keys go from value to value. */
function withArrowKeys(area: HTMLElement): void {
  let at = -1;
  area.addEventListener("keydown", (event) => {
    const values = all<SVGElement>("[data-value]", area);
    const next = {
      ArrowRight: at + 1,
      ArrowDown: at + 1,
      ArrowLeft: at - 1,
      ArrowUp: at - 1,
      Home: 0,
      End: Infinity,
    }[event.key];
    if (next === undefined || values.length === 0 || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    at = Math.min(Math.max(next, 0), values.length - 1);
    const element = values[at] as SVGElement;
    element.scrollIntoView({ block: "nearest", inline: "nearest" });
    hide();
    show(element, 0, 0);
    placeAbove(element);
    element.classList.add("current");
    say(element.dataset.value ?? "");
  });
  area.addEventListener("blur", () => {
    at = -1;
    hide();
  });
}
