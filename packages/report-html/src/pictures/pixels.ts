/** A tenth of a pixel is enough, and keeps the file small. */
export function round(pixels: number): number {
  return Math.round(pixels * 10) / 10;
}

/** A rounded number without what a path does not need: `.5`. */
export function short(pixels: number): string {
  return String(round(pixels)).replace(/^(-?)0\./, "$1.");
}

/** Two rounded numbers of a path. A sign separates them, too. */
export function shortPair(right: number, down: number): string {
  const second = short(down);
  return `${short(right)}${second.startsWith("-") ? "" : " "}${second}`;
}
