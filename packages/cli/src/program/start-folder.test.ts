import { expect, it } from "vitest";
import { startFolder } from "./start-folder.js";

it.each([
  ["/repo", undefined, "/repo"],
  ["/repo", "/repo", "/repo"],
  ["/repo", "/repo/docs", "/repo/docs"],
  // `cd packages/a && wireduel` in a script of the repository.
  ["/repo/packages/a", "/repo", "/repo/packages/a"],
  ["/repo/a", "/repo/ab", "/repo/a"],
  ["/elsewhere", "/repo", "/elsewhere"],
])("in %s with INIT_CWD %s, the user is in %s", (cwd, initial, expected) => {
  expect(startFolder(cwd, initial)).toBe(expected);
});
