import { describe, expect, it } from "vitest";
import { codecs, defineAdapter, option } from "../adapter/index.js";
import { memory, testAdapter } from "../testing/index.js";
import { checkOptions } from "./check-options.js";
import { refusal } from "./fixtures/refusal.js";
import { checkServeOptions } from "./serve-options.js";

const sample = defineAdapter({
  name: "sample",
  supports: { push: true, ordered: true, tls: true },
  options: {
    mask: option.oneOf("random", ["random", "zero"]),
    windowBytes: option.integer(0, { min: 0, max: 9 }),
  },
  tuned: {},
  dial: () => Promise.reject(new Error("never")),
});
const run = (more: object) => () =>
  checkOptions({ adapters: [memory()], payload: new Uint8Array(1), ...more });
const serve = (more: object) => () => checkServeOptions({ adapters: [memory()], ...more });

describe("a misspelt word is answered with the right one", () => {
  it.each<[string, () => unknown, string]>([
    ["an option of a run", run({ cuont: 1 }), "count"],
    ["an option without its unit", run({ timeout: 1 }), "timeoutMs"],
    ["an option of a load", run({ load: { kind: "poisson", rate: 1, count: 1 } }), "ratePerSecond"],
    [
      "an option of a stage",
      run({ load: { kind: "stages", stages: [{ ratePerSecond: 1, duration: 1 }] } }),
      "durationMs",
    ],
    ["the kind of a load", run({ load: { kind: "closedloop", count: 1 } }), "closed-loop"],
    ["a named network", run({ network: "lann" }), "lan"],
    ["an option of a network", run({ network: { delay: 5 } }), "delayMs"],
    ["a receiver", run({ receiver: "proces" }), "process"],
    ["an option of a receiver", run({ receiver: { ulr: "http://a" } }), "url"],
    ["an event", run({ events: { transmision: () => {} } }), "transmission"],
    ["an option of an adapter", () => sample({ widnowBytes: 1 } as object), "windowBytes"],
    ["a common option", () => sample({ profil: "tuned" } as object), "profile"],
    ["a choice", () => sample({ mask: "zreo" as never }), "zero"],
    ["a profile", () => sample({ profile: "tunde" as never }), "tuned"],
    ["a direction", () => sample({ direction: "psuh" as never }), "push"],
    ["a codec", () => sample({ codec: "jsonarray" as never }), "json-array"],
    ["a kind of TLS", () => sample({ tls: "locla" as never }), "local"],
    ["an option of TLS", () => sample({ tls: { cret: "x" } as never }), "cert"],
    ["a part of a definition", () => defineAdapter({ name: "a", dail: () => {} } as never), "dial"],
    ["an option of a server", serve({ contol: {} }), "control"],
    ["a place of a server", serve({ control: { prot: 1 } }), "port"],
    ["a port of a server", serve({ ports: { memry: 1 } }), "memory"],
    ["an event of a server", serve({ events: { "session-open": () => {} } }), "session-opened"],
    [
      "a part of a test",
      () => testAdapter({ test: () => {}, createAdaptor: memory } as never),
      "createAdapter",
    ],
  ])("%s", (_, act, meant) => {
    expect(refusal(act)).toMatch(new RegExp(`did you mean ["\`]${meant}["\`]\\?`));
  });

  it.each<[string, () => unknown, string]>([
    ["a part of a load", run({ concurrency: 5 }), "load"],
    ["the rate of a network", run({ rateMbps: 5 }), "network"],
    ["the size of a payload", run({ sizeBytes: 5 }), "payload"],
    ["the port of control", serve({ port: 4000 }), "control"],
  ])("an option in the wrong place is answered with the right one: %s", (_, act, place) => {
    expect(refusal(act)).toContain(`\`${place}\``);
  });

  it("and says nothing where no word is close, or where the value is of another type", () => {
    for (const codec of ["xml", 5, { name: "raw" }, codecs.raw.encode]) {
      expect(refusal(() => sample({ codec: codec as never }))).not.toContain("did you mean");
    }
  });

  it("without showing a text that may be a key", () => {
    expect(refusal(() => sample({ tls: "locla" as never }))).not.toContain("locla");
  });
});
