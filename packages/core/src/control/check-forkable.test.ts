import { describe, expect, it } from "vitest";
import type { Adapter } from "../adapter/contract.js";
import { defineAdapter } from "../adapter/define-adapter.js";
import { raw } from "../codec/raw.js";
import chaos from "../fixtures/chaos-adapter.js";
import { failureOf } from "../fixtures/failure-of.js";
import { memory } from "../testing/memory-adapter.js";
import { checkForkable } from "./check-forkable.js";

const TIMEOUT_MS = 20_000;
const never = () => Promise.reject(new Error("not used"));
const inModule = (module: string) => defineAdapter({ name: "elsewhere", module, dial: never })();
const ownCodec = { ...raw, name: "own" };

describe("checkForkable", () => {
  it("accepts an adapter that another process can create", async () => {
    await checkForkable(chaos({ dropAt: 3, tls: "local", codec: "json-base64" }), TIMEOUT_MS);
  });

  it("accepts an adapter of another copy of core, which has its own object for each codec", async () => {
    await checkForkable({ ...chaos(), codec: { ...raw } }, TIMEOUT_MS);
  });

  it.each<[string, Adapter]>([
    ["has no module", memory()],
    ["is defined in a missing file", inModule("file:///nowhere/adapter.js")],
    ["is defined in a module without a factory", inModule(import.meta.resolve("../codec/raw.js"))],
    ["has options that JSON cannot carry", { ...chaos(), options: { ...chaos().options, when: Number.NaN } }],
    ["has a codec that no module exports", chaos({ codec: ownCodec })],
  ])("refuses an adapter that %s", async (_, adapter) => {
    const error = await failureOf(checkForkable(adapter, TIMEOUT_MS));
    expect(error.code).toBe("ADAPTER_NOT_LOADABLE");
  });
});
