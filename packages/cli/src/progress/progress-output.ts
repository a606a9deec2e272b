import type { ProgressView } from "./progress-state.js";

/** Writes progress. No slice runs during a call. */
export interface ProgressOutput {
  /** A sender has joined. After the last one, the run begins. */
  joined(view: ProgressView, joined: number, of: number): void;
  /** The run waits until this returns. */
  pause(view: ProgressView): void;
  /** A block is complete. */
  block(view: ProgressView, block: number, of: number | null): void;
  /** Writes a text that stays. */
  note(text: string): void;
  /** Nothing more follows. */
  stop(): void;
}
