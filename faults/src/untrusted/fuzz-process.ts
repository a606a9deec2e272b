// Fuzzes in a process of its own, because an input may make a decoder hang, or end the process.
import { writeFileSync } from "node:fs";
import { DECODERS } from "./decoders/index.js";
import { fuzz } from "./fuzz.js";

/** What the parent asks for. */
export interface Order {
  readonly decoder: string;
  readonly seed: number;
  readonly inputs: number;
  /** Where each input is written before it is decoded. */
  readonly lastInput: string;
}

/** What the parent hears: that inputs are decoded, and how it ended. */
export type Report =
  | { readonly decoded: number }
  | { readonly inputs: number }
  | { readonly failure: string };

const REPORT_EVERY_MS = 500;

process.on("message", async ({ decoder: name, seed, inputs, lastInput }: Order) => {
  let decoded = 0;
  let next = 0;
  const onInput = (input: Uint8Array) => {
    writeFileSync(lastInput, input);
    decoded++;
    if (performance.now() < next) return;
    next = performance.now() + REPORT_EVERY_MS;
    send({ decoded });
  };
  try {
    const decoder = DECODERS.find((one) => one.name === name);
    if (decoder === undefined) throw new Error(`there is no decoder ${name}`);
    send({ inputs: await fuzz(decoder, { seed, inputs, onInput }) });
  } catch (error) {
    send({ failure: (error as Error).message });
  }
});
process.on("disconnect", () => process.exit());

function send(report: Report): void {
  process.send?.(report);
}
