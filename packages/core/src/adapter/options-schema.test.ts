import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import { option } from "../options/option.js";
import { defineAdapter } from "./define-adapter.js";

const never = () => Promise.reject(new Error("not used"));
const definition = {
  name: "sample",
  options: {
    path: option.text("/"),
    windowBytes: option.integer(10, { min: 10, max: 20 }),
    odd: { default: 1, parse: (_: string, value: unknown) => value as number },
  },
  help: { path: "The path of the URL." },
  dial: never,
};

/** The schema of the options of an adapter. */
function schemaOf({ protocol }: ReturnType<ReturnType<typeof defineAdapter>>) {
  return protocol.optionsSchema as { properties: Record<string, Readonly<Record<string, unknown>>> };
}

describe("the schema of an adapter's options", () => {
  it("has the kind, the default and the meaning of each", () => {
    const { properties } = schemaOf(defineAdapter(definition)());
    expect(properties.path).toMatchObject({
      type: "string",
      default: "/",
      description: "The path of the URL.",
    });
    expect(properties.windowBytes).toEqual({ type: "integer", minimum: 10, maximum: 20, default: 10 });
    expect(properties.odd).toEqual({ default: 1 });
  });

  it("has the options of every adapter, and profiles only where there are some", () => {
    const { properties } = schemaOf(defineAdapter(definition)());
    const common = ["codec", "direction", "tls", "unixSocket", "label"];
    expect(Object.keys(properties)).toEqual(["path", "windowBytes", "odd", ...common]);
    expect(properties.codec).toMatchObject({ enum: ["raw", "json-array", "json-base64"], default: "raw" });
    const tuned = { windowBytes: { value: 20, reason: "fewer waits" } };
    const { help: _, ...tunable } = definition;
    expect(schemaOf(defineAdapter({ ...tunable, tuned })()).properties.profile).toMatchObject({
      enum: ["default", "tuned"],
    });
  });

  it("accepts what the adapter accepts", () => {
    const adapter = defineAdapter(definition);
    const accepts = new Ajv2020({ strict: false }).compile(schemaOf(adapter()));
    const given = [{}, { path: "/a", windowBytes: 20, codec: "json-array", direction: "upload" }];
    const refused = [
      { windowBytes: 21 },
      { pth: "/" },
      { direction: "down" },
      { label: 1 },
      { tls: "remote" },
    ];
    for (const options of given) {
      expect(accepts(options), JSON.stringify(options)).toBe(true);
      expect(adapter(options as object).options).toMatchObject({ path: expect.any(String) });
    }
    for (const options of refused) {
      expect(accepts(options), JSON.stringify(options)).toBe(false);
      expect(() => adapter(options as object)).toThrow();
    }
  });

  it("needs help in words", () => {
    const wrong = { ...definition, help: { path: "" } };
    expect(() => defineAdapter(wrong)).toThrow(expect.objectContaining({ code: "INVALID_OPTION" }));
  });
});
