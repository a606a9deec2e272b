import { describe, expect, it } from "vitest";
import { buildEnd, buildResult, buildRound, buildTiming } from "../../fixtures/build-result.js";
import { settingRows } from "./setting-rows.js";

const using = (label: string, libraries: Readonly<Record<string, string>>) =>
  buildTiming(
    label,
    buildRound([1], { ends: { senders: [buildEnd({ libraries })], receivers: [buildEnd()] } }),
  );

const senders = (one: Readonly<Record<string, string>>, other: Readonly<Record<string, string>>) =>
  settingRows(buildResult([using("a", one), using("b", other)])).filter(({ name }) =>
    /^version of (ws|grpc) at the sender$/.test(name),
  );

describe("settingRows", () => {
  it("has a library that one protocol uses as a part of that protocol", () => {
    expect(senders({ ws: "8.0.0" }, { grpc: "1.0.0" })).toMatchObject([
      { scope: "protocol", differs: true },
      { scope: "protocol", differs: true },
    ]);
  });

  it("has different versions of one library as a difference of what is common", () => {
    expect(senders({ ws: "8.0.0" }, { ws: "9.0.0" })).toMatchObject([
      { scope: "common", differs: true, values: ["8.0.0", "9.0.0"] },
    ]);
  });
});
