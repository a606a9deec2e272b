import { expect, it } from "vitest";
import { http } from "./adapter.js";

type Given = NonNullable<Parameters<typeof http>[0]>;

it.each<[Given, string]>([
  [{}, "HTTP"],
  [{ version: "2" }, "HTTP, version 2"],
  [{ version: "2", profile: "tuned" }, "HTTP, tuned, version 2"],
  [{ profile: "tuned", connections: 2 }, "HTTP, tuned, 2 TCP connections"],
  [{ pipelining: 8, tls: "local" }, "HTTP, pipelining 8, TLS"],
  [{ direction: "push", codec: "json-base64" }, "HTTP, json-base64, push"],
])("the label of %j is %s", (options, label) => {
  expect(http(options).label).toBe(label);
});

it("takes the version as a number too, as a command line gives it", () => {
  const { options, profile } = http({ version: 2 as never, profile: "tuned" });
  expect(options.version).toBe("2");
  expect(profile?.settings.map(({ option }) => option)).toContain("windowBytes");
  expect(http({ version: 1.1 as never }).options.version).toBe("1.1");
});

it.each<Given>([
  { direction: "push", version: "2", connections: 2 },
  { version: "3" as never },
  { version: "3" as never, profile: "tuned" },
  { version: "2", pipelining: 2 },
  { windowBytes: 100_000 },
  { windowBytes: 100_000, profile: "tuned" },
  { connections: 0 },
])("refuses %j", (options) => {
  expect(() => http(options)).toThrow(expect.objectContaining({ code: "INVALID_OPTION" }));
});

it.each<[Given, string[]]>([
  [{ version: "1.1" }, ["connections", "keepMemory"]],
  [{ version: "2" }, ["windowBytes", "keepMemory"]],
  [{ version: "2", windowBytes: 65_535 }, ["keepMemory"]],
])("tunes what has an effect, with a reason: %j", (options, names) => {
  const { profile, options: set } = http({ profile: "tuned", ...options });
  expect(profile?.settings.map(({ option }) => option)).toEqual(names);
  for (const { option, value, reason } of profile?.settings ?? []) {
    expect(set[option]).toBe(value);
    expect(reason).not.toBe("");
  }
});

it("claims order only where one request follows the other", () => {
  const ordered = (options: Given) => http(options).supports.ordered;
  expect([ordered({}), ordered({ connections: 2 }), ordered({ version: "2" })]).toEqual([true, false, false]);
});
