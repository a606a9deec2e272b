import type { ProgressOutput } from "./progress-output.js";
import type { ProgressView } from "./progress-state.js";
import { blockName, cellName, joinedInWords, mediansInWords, timeLeft } from "./words.js";

/** A line at most this often. */
const LINE_EVERY_MS = 5_000;

/** Writes progress as lines, for a log. */
export class PlainProgress implements ProgressOutput {
  readonly #write: (text: string) => void;
  #nextMs = 0;
  #probing = false;

  constructor(write: (text: string) => void) {
    this.#write = write;
  }

  joined(view: ProgressView, joined: number, of: number): void {
    if (joined === of) this.#nextMs = 0;
    this.#line(view, joinedInWords(joined, of));
    // The time of the run begins now.
    if (joined === of) this.#nextMs = 0;
  }

  pause(view: ProgressView): void {
    const { at } = view;
    if (at?.part === "probes" && !this.#probing) {
      this.#probing = true;
      this.#line(view, joined(", ", "Looking for causes", timeLeft(view)));
    }
    // A single round has no blocks.
    if (at?.next === "start" && at.of === 1 && at.label !== null) this.#line(view, `Measuring ${at.label}`);
  }

  block(view: ProgressView, block: number, of: number | null): void {
    const done = joined(", ", `${blockName(block, of)} complete`, cellName(view), timeLeft(view));
    this.#line(view, joined(". Medians: ", done, mediansInWords(view.medians)));
  }

  note(text: string): void {
    this.#write(text);
  }

  stop(): void {}

  #line({ elapsedMs }: ProgressView, text: string): void {
    if (elapsedMs < this.#nextMs) return;
    this.#nextMs = elapsedMs + LINE_EVERY_MS;
    this.#write(`${text}\n`);
  }
}

/** The parts that are not empty. */
function joined(separator: string, ...parts: readonly string[]): string {
  return parts.filter((part) => part !== "").join(separator);
}
