import type { createLogUpdate } from "log-update";
import type { Styles } from "../terminal/styles.js";
import type { OutputStream } from "../terminal/terminal.js";
import { liveLines, type TerminalSize } from "./live-lines.js";
import type { ProgressOutput } from "./progress-output.js";
import type { ProgressView } from "./progress-state.js";
import { joinedInWords } from "./words.js";

/** A frame at most this often, and one more for each block. */
const FRAME_EVERY_MS = 250;
/** The size of a terminal that does not know it. Some say 0. */
const USUAL = { columns: 80, rows: 24 };

/** Undefined until it is loaded. */
let logUpdate: { readonly createLogUpdate: typeof createLogUpdate } | undefined;

/** Loads what draws. The first time takes as long as to start a process. */
export async function loadDrawing(): Promise<void> {
  logUpdate ??= await import("log-update");
}

/**
 * Draws progress on a terminal, and replaces what it drew before. The cursor stays visible, so nothing needs to be restored
 * when the process crashes or is killed.
 *
 * What draws is loaded when there is something to draw: while the processes of the first block start.
 */
export class LiveProgress implements ProgressOutput {
  readonly #write: (text: string) => void;
  /** The size of the terminal at any time: a user may change it. */
  readonly #size: TerminalSize;
  readonly #styles: Styles;
  #drawing: ReturnType<typeof createLogUpdate> | undefined;
  #nextMs = 0;
  /** What to draw as soon as it can be drawn. Undefined while a slice runs. */
  #waiting: string | undefined;
  #latest: ProgressView | undefined;

  constructor(write: (text: string) => void, stream: OutputStream, styles: Styles) {
    this.#write = write;
    this.#size = {
      get columns() {
        return stream.columns || USUAL.columns;
      },
      get rows() {
        return stream.rows || USUAL.rows;
      },
    };
    this.#styles = styles;
  }

  joined(_: ProgressView, joined: number, of: number): void {
    this.#nextMs = 0;
    this.#update(joinedInWords(joined, of));
  }

  pause(view: ProgressView): void {
    this.#latest = view;
    this.#waiting = undefined;
    // It takes a while to start processes. What was drawn before would be wrong for as long.
    if (view.elapsedMs < this.#nextMs && view.at?.next !== "start") return;
    this.#nextMs = view.elapsedMs + FRAME_EVERY_MS;
    this.#draw(view);
  }

  /** A pause follows at once, except after the last block. */
  block(): void {}

  note(text: string): void {
    this.#drawing?.clear();
    this.#write(text);
    if (this.#latest) this.#draw(this.#latest);
  }

  stop(): void {
    this.#latest = undefined;
    this.#waiting = undefined;
    this.#drawing?.clear();
  }

  #draw(view: ProgressView): void {
    // It must not be drawn later, while that slice runs.
    if (logUpdate === undefined && view.at?.next === "measure") return;
    this.#update(liveLines(view, this.#size, this.#styles).join("\n"));
  }

  #update(text: string): void {
    this.#drawing ??= this.#newDrawing();
    this.#waiting = this.#drawing ? undefined : text;
    if (this.#drawing) {
      this.#drawing(text);
    } else {
      void loadDrawing().then(() => {
        if (this.#waiting !== undefined) this.#update(this.#waiting);
      });
    }
  }

  #newDrawing(): ReturnType<typeof createLogUpdate> | undefined {
    const target = Object.assign(this.#size, { isTTY: true, write: this.#write });
    return logUpdate?.createLogUpdate(target as unknown as NodeJS.WriteStream, { showCursor: true });
  }
}
