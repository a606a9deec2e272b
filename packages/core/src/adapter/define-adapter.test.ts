import { describe, expect, it } from "vitest";
import { codecs } from "../codec/built-in.js";
import { failureOf } from "../fixtures/failure-of.js";
import { option } from "../options/option.js";
import { adapterData, adapterFrom } from "./adapter-data.js";
import { defineAdapter } from "./define-adapter.js";

const never = () => Promise.reject(new Error("not used"));

const sample = defineAdapter<{
  path: string;
  deflate: boolean;
  mask: "random" | "zero";
  windowBytes: number;
}>({
  name: "sample",
  title: "Sample",
  module: "file:///sample.js",
  options: {
    path: option.text("/", /^\//, "a path that begins with /"),
    deflate: option.flag(false),
    mask: option.oneOf("random", ["random", "zero"]),
    windowBytes: option.integer(10, { min: 10, max: 20 }),
  },
  listen: never,
  dial: never,
});

const tunable = defineAdapter<{ deflate: boolean; windowBytes: number }>({
  name: "tunable",
  supports: { push: true, ordered: true, tls: true },
  options: { deflate: option.flag(false), windowBytes: option.integer(10, { min: 10, max: 20 }) },
  tuned: {
    windowBytes: { value: 20, reason: "fewer waits" },
    deflate: { value: true, reason: "fewer bytes" },
    codec: { value: "json-base64", reason: "for this test" },
  },
  listen: never,
  dial: never,
});

describe("defineAdapter", () => {
  it("fills in defaults, and keeps options as data", () => {
    expect(sample({ mask: "zero" })).toMatchObject({
      protocol: {
        name: "sample",
        title: "Sample",
        module: "file:///sample.js",
        codecs: "any",
        libraries: {},
      },
      label: "Sample, mask zero",
      options: { path: "/", deflate: false, mask: "zero", windowBytes: 10 },
      codec: codecs.raw,
      direction: "upload",
      supports: { push: false, ordered: false },
      profile: null,
      tls: null,
    });
  });

  it("uses the label of the caller", () => {
    expect(sample({ codec: "json-array", label: "old demo" }).label).toBe("old demo");
  });

  it("sets the options of a profile, except those that the caller gives", () => {
    const { options, codec, profile } = tunable({ profile: "tuned", deflate: false });
    expect(options).toEqual({ windowBytes: 20, deflate: false });
    expect(codec).toBe(codecs.jsonBase64);
    expect(profile).toEqual({
      name: "tuned",
      settings: [
        { option: "windowBytes", value: 20, reason: "fewer waits" },
        { option: "codec", value: "json-base64", reason: "for this test" },
      ],
    });
    expect(tunable().profile).toEqual({ name: "default", settings: [] });
  });

  it("makes a dial-only protocol if there is no `listen`", () => {
    const dialOnly = defineAdapter({
      name: "dial-only",
      supports: { push: true, ordered: true },
      dial: never,
    });
    expect(dialOnly().protocol.listen).toBeUndefined();
    expect(sample().protocol.listen).toBeTypeOf("function");
    expect(() => dialOnly({ direction: "push" })).toThrow("`dial-only.direction`");
  });

  it("calls `listen` and `dial` as methods of the definition", async () => {
    const definition = {
      name: "method",
      async dial(): Promise<never> {
        throw new Error(this.name);
      },
    };
    const { protocol } = defineAdapter(definition)();
    await expect(protocol.dial({ url: "x:y" }, {} as never, {})).rejects.toThrow("method");
  });

  it.each<[object, string]>([
    [{ name: "a" }, "`dial`"],
    [{ name: "a", dial: never, listen: 5 }, "`listen`"],
    [{ name: "a", dial: never, support: {} }, "`support`"],
    [{ name: "a", dial: never, options: { size: 5 } }, "`options.size`"],
    [{ name: "a", dial: never, options: { label: option.text("x") } }, "`options.label`"],
  ])("refuses the definition %j", (definition, named) => {
    expect(() => defineAdapter(definition as never)).toThrow(
      expect.objectContaining({ code: "INVALID_OPTION", message: expect.stringContaining(named) }),
    );
  });

  it("refuses names that cannot be sent to another process", () => {
    expect(() => defineAdapter({ name: "My Protocol", dial: never })).toThrow("`name`");
    // Another process would use the built-in codec of that name.
    const codec = { ...codecs.raw, name: "json-array" };
    expect(() => sample({ codec })).toThrow("`sample.codec.name`");
  });

  it.each<[object, string]>([
    [{ path: "x" }, "`sample.path`"],
    [{ deflate: 1 }, "`sample.deflate`"],
    [{ mask: "none" }, "`sample.mask`"],
    [{ windowBytes: 21 }, "`sample.windowBytes`"],
    [{ codec: "xml" }, "`sample.codec`"],
    [{ label: "" }, "`sample.label`"],
    [{ maks: "zero" }, "`maks`"],
    [{ profile: "tuned" }, "`profile`"],
    [{ direction: "push" }, "`sample.direction`"],
    [{ tls: "local" }, "`sample.tls`"],
  ])("refuses %j", (wrong, named) => {
    expect(() => sample(wrong)).toThrow(
      expect.objectContaining({ code: "INVALID_OPTION", message: expect.stringContaining(named) }),
    );
  });
});

describe("adapterData", () => {
  const chaos = new URL("../../transpiled/fixtures/chaos-adapter.js", import.meta.url).href;

  it("recreates the adapter in another process", async () => {
    const { default: make } = await import("../fixtures/chaos-adapter.js");
    const adapter = make({ dropAt: 3, codec: "json-array", direction: "push", tls: "local", label: "lossy" });
    const data = JSON.parse(JSON.stringify(adapterData(adapter)));
    expect(data).toMatchObject({
      name: "chaos",
      codec: "json-array",
      direction: "push",
      encryption: "local",
      local: { module: chaos, label: "lossy" },
    });
    const { protocol, ...settings } = await adapterFrom(data);
    const { protocol: _, ...expected } = adapter;
    expect(settings).toEqual(expected);
    expect(protocol.name).toBe("chaos");
  });

  it("refuses an adapter without a module", async () => {
    expect(await failureOf(adapterFrom(adapterData(tunable())))).toMatchObject({
      code: "ADAPTER_NOT_LOADABLE",
    });
  });

  it("refuses a module that creates another protocol", async () => {
    const { local, ...data } = adapterData(tunable());
    const wrong = { ...data, options: {}, ...(local ? { local: { ...local, module: chaos } } : {}) };
    expect(await failureOf(adapterFrom(wrong))).toMatchObject({ code: "ADAPTER_NOT_LOADABLE" });
  });
});
