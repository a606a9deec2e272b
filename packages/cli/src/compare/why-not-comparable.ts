import { DIFFERENCES } from "@wireduel/core";

/** More make a line that nobody reads. */
const MOST_REASONS = 3;

/**
 * The reasons that the error of `compareResults` lists, in one line.
 * @param command whether it says what to type to allow them: only `wireduel compare` can
 */
export function whyNotComparable(message: string, command: "compare" | "gate"): string {
  const [first = "", ...rest] = message.split("\n");
  const reasons = rest.map((line) => line.replace(/^- /, "").replaceAll("`match`", "--match"));
  const named = DIFFERENCES.filter((name) => reasons.some((reason) => reason.startsWith(`${name}: `)));
  // One of each kind says more than three of one.
  const ofEach = named.flatMap((name) => reasons.find((reason) => reason.startsWith(`${name}: `)) ?? []);
  const shown = [...new Set([...ofEach, ...reasons])].slice(0, MOST_REASONS);
  const more = reasons.length > shown.length ? `; and ${reasons.length - shown.length} more` : "";
  const allow =
    named.length === 0 || command === "gate" ? "" : `. To allow all: --may-differ ${named.join(",")}`;
  return `${first} ${shown.join("; ")}${more}${allow}`;
}
