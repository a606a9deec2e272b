import { expect, it } from "vitest";
import { notLoadable } from "./not-loadable.js";

it("names the package that the folder of an adapter lacks, and not who asked for it", () => {
  const message =
    "mine: cannot load file:///a.ts: Cannot find module '@wireduel/core/adapter'\nRequire stack:\n- /a.ts\n- /b.js [X]";
  const shown = notLoadable(message);
  expect(shown).toContain("install @wireduel/core in");
  expect(shown).not.toContain("Require stack");
  expect(shown).not.toContain("/b.js");
  expect(shown).toContain("[X]");
});

it("advises nothing that only a program can do", () => {
  const message =
    'mine: there is no loader; install tsx in its package, or use `receiver: "inline"`; see there';
  expect(notLoadable(message)).toBe("mine: there is no loader; install tsx in its package; see there");
});

it("leaves other messages as they are", () => {
  expect(notLoadable("mine: cannot load file:///a.ts: no")).toBe("mine: cannot load file:///a.ts: no");
});
