import type { Context } from "../context.js";
import { stylesOf } from "../terminal/styles.js";
import { type ColorChoice, isInteractive } from "../terminal/terminal.js";
import { LiveProgress } from "./live-progress.js";
import { PlainProgress } from "./plain-progress.js";
import type { ProgressHandlers } from "./progress-events.js";
import type { ProgressOutput } from "./progress-output.js";
import { ProgressState } from "./progress-state.js";

/** How progress is shown. */
export interface ProgressOptions {
  /** Whether to show nothing. Default: false. */
  readonly quiet?: boolean | undefined;
  /** Whether it has colours. Default: `auto`. */
  readonly color?: ColorChoice | undefined;
  /** How long the run may take, in milliseconds. Then the time left is known from the beginning. Default: no limit. */
  readonly budgetMs?: number | null | undefined;
  /** The time in milliseconds. Default: the clock of the process. */
  readonly now?: (() => number) | undefined;
  /** What to print when the run waits for its senders at a URL. Default: nothing. */
  readonly whenWaiting?: ((url: string) => string) | undefined;
}

/** Progress on stderr. */
export interface Progress {
  /** For `events` of `runBenchmark` or `runMatrix`. */
  readonly events: ProgressHandlers;
  /** Writes a text to stderr that stays, above what is drawn. Writes nothing if progress is quiet. */
  note(text: string): void;
  /** Ends it, and removes what is drawn. Must be called before anything else is written. Idempotent. */
  stop(): void;
}

/**
 * Shows on stderr how far a run is: drawn on a terminal, as lines elsewhere. It ends by itself when the run is
 * interrupted.
 */
export function startProgress(context: Context, options: ProgressOptions = {}): Progress {
  const { budgetMs = null, now = () => performance.now(), whenWaiting } = options;
  const { signal } = context;
  const state = new ProgressState(now, budgetMs);
  let output = outputOf(context, options);
  const stop = () => {
    output?.stop();
    output = undefined;
    signal.removeEventListener("abort", stop);
  };
  const note = (text: string) => {
    if (output) output.note(text);
    else if (!options.quiet) context.err(text);
  };
  let warned = false;
  if (signal.aborted) stop();
  signal.addEventListener("abort", stop);
  return {
    events: {
      pause(event) {
        state.pause(event);
        output?.pause(state.view);
      },
      round: (event) => state.round(event),
      block(event) {
        state.block(event);
        output?.block(state.view, event.block, event.of);
      },
      stored({ failure }) {
        if (failure === null || warned) return;
        warned = true;
        note(`wireduel: warning: ${failure.message}. The run goes on, and tries again after each round.\n`);
      },
      join({ url, label, joined, of }) {
        if (label === null) return void (whenWaiting && note(whenWaiting(url)));
        output?.joined(state.view, joined, of);
        if (joined === of) state.begin();
      },
    },
    note,
    stop,
  };
}

/** Undefined if nothing is shown. */
function outputOf(context: Context, { quiet = false, color }: ProgressOptions): ProgressOutput | undefined {
  const { err, stderr, env } = context;
  if (quiet) return undefined;
  if (!isInteractive(stderr, env)) return new PlainProgress(err);
  return new LiveProgress(err, stderr, stylesOf("stderr", context, color));
}
