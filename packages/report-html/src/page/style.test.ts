import { describe, expect, it } from "vitest";
import { STYLE } from "./style.js";

/** The colours of each form: that of a screen, the dark one, and that of paper. */
const [LIGHT = {}, DARK = {}, PAPER = {}] = [...STYLE.matchAll(/:root\{([^}]*--ink:#[^}]*)\}/g)].map(
  ([, variables = ""]) =>
    Object.fromEntries(
      [...variables.matchAll(/--([\w-]+):#([0-9a-f]+)/g)].map(([, name, hex]) => [name, hex]),
    ),
);
/** Paper names only the colours that are not those of a light screen. */
const FORMS = [LIGHT, DARK, { ...LIGHT, ...PAPER }];

/** Red, green and blue from 0 to 1. */
function channelsOf(hex: string): number[] {
  const long = hex.length === 3 ? hex.replaceAll(/./g, "$&$&") : hex;
  return [0, 2, 4].map((start) => Number.parseInt(long.slice(start, start + 2), 16) / 255);
}

/** https://www.w3.org/TR/WCAG22/#dfn-relative-luminance */
function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = channelsOf(hex).map((channel) =>
    channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4,
  );
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio */
function contrast(one = "", other = ""): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].toSorted((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

/** Text, and what is behind it. */
const TEXTS = [
  ...["ink", "soft", "faster", "slower", "same", "undecided", "invalid"].map(
    (text) => [text, "paper"] as const,
  ),
  ...["ink", "faster", "slower", "same", "undecided", "invalid"].map((text) => [text, "band"] as const),
  ["ink", "card"],
  ["warn-ink", "warn"],
] as const;
/** Shapes, which need less. */
const SHAPES = [
  ["encode", "paper"],
  ["transport", "paper"],
  ["decode", "paper"],
  ["lateness", "paper"],
  ["reply", "paper"],
  ...["c0", "c1", "c2", "c3", "c4", "c5", "c6", "c7"].map((colour) => [colour, "paper"] as const),
] as const;

describe("the colours of the page", () => {
  it("have three forms with the same names", () => {
    expect(Object.keys(DARK)).toEqual(Object.keys(LIGHT));
    expect(Object.keys(PAPER)).not.toEqual([]);
    for (const form of FORMS) expect(Object.keys(form)).toEqual(Object.keys(LIGHT));
  });

  it.each(TEXTS)("%s on %s has the contrast of WCAG AA for text", (text, behind) => {
    for (const form of FORMS) expect(contrast(form[text], form[behind])).toBeGreaterThanOrEqual(4.5);
  });

  it.each(SHAPES)("%s on %s has the contrast of WCAG AA for shapes", (shape, behind) => {
    for (const form of FORMS) expect(contrast(form[shape], form[behind])).toBeGreaterThanOrEqual(3);
  });
});
