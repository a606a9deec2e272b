import { serveReceivers } from "@wireduel/core";
import { afterAll, beforeAll, describe } from "vitest";
import { plainAdapters, type Subject, TRIED } from "../subjects.js";

/** Enough for the limits of any row on a busy machine, and far less than those that a row does not name. */
const TEST_TIMEOUT_MS = 240_000;

/** A receiver server. */
export interface Served {
  /** The option of a run. */
  readonly option: { readonly url: string };
  close(): Promise<void>;
}

/** Opens a receiver server in this process. A fault of the wire is the same wherever the receiver runs. */
export async function serveHere(): Promise<Served> {
  const { url, close } = await serveReceivers({ adapters: plainAdapters() });
  return { option: { url }, close };
}

/**
 * Defines the tests of a kind of fault for each subject. A receiver server has one session at a time. So each subject has its own,
 * its tests run one after another, and those of the subjects beside each other.
 */
export function eachSubject<Opened extends Pick<Served, "close">>(
  open: () => Promise<Opened>,
  define: (subject: Subject, receiver: () => Opened) => void,
): void {
  describe.concurrent.each(TRIED)("$name", { timeout: TEST_TIMEOUT_MS }, (subject) => {
    describe.sequential("one fault after another", () => {
      let receiver: Opened | undefined;
      beforeAll(async () => {
        receiver = await open();
      }, TEST_TIMEOUT_MS);
      afterAll(() => receiver?.close());
      define(subject, () => receiver as Opened);
    });
  });
}
