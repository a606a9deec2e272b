import { withChild } from "./fork-and-wait.js";

const PROGRAM = new URL("./busy-process.js", import.meta.url);

/** Runs `use` beside `count` processes that keep a processor busy each, with the usual priority. They end with it. */
export function withBusy<Result>(count: number, use: () => Promise<Result>): Promise<Result> {
  if (count === 0) return use();
  return withChild(PROGRAM, { name: "a busy process" }, () => withBusy(count - 1, use));
}
