import { DIFFERENCES } from "@wireduel/core";

/** The reasons that the error of `compareResults` lists, in one line, and what to type to permit them. */
export function whyNotComparable(message: string): string {
  const [first = "", ...rest] = message.split("\n");
  const reasons = rest.map((line) => line.replace(/^- /, ""));
  const named = DIFFERENCES.filter((name) => reasons.some((reason) => reason.startsWith(`${name}: `)));
  const permit = named.length === 0 ? "" : `. To permit this: --may-differ ${named.join(",")}`;
  return `${first} ${reasons.join("; ").replaceAll("`match`", "--match")}${permit}`;
}
