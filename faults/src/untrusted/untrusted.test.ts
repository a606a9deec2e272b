import { afterAll, expect, it } from "vitest";
import { DECODERS } from "./decoders/index.js";
import { Fuzzer } from "./fuzzer.js";

const fuzzer = new Fuzzer();
afterAll(() => fuzzer.close());

/** Few, so that all decoders take some seconds. `pnpm fuzz` tries more. */
const INPUTS = 25;

it.each(DECODERS.map(({ name }) => name))(
  "%s: nothing that comes makes it crash, hang, take memory or change a prototype",
  async (decoder) => {
    expect(await fuzzer.try({ decoder, seed: 1, inputs: INPUTS })).toBeGreaterThan(INPUTS);
  },
  180_000,
);
