import { serveReceivers } from "@wireduel/core";
import { describe, it, type TestAPI } from "vitest";
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

/** A test with a receiver of its own. */
export type TestOf<Opened> = TestAPI<{ readonly receiver: Opened }>;

/**
 * Defines the tests of a kind of fault for each subject. A receiver server serves one run at a time. So each test has its own,
 * and tests run beside each other: most of them wait for a limit.
 */
export function eachSubject<Opened extends Pick<Served, "close">>(
  open: () => Promise<Opened>,
  define: (subject: Subject, it: TestOf<Opened>) => void,
  subjects: readonly Subject[] = TRIED,
): void {
  const withReceiver = it.extend<{ receiver: Opened }>({
    receiver: async ({ task: _ }, use) => {
      const receiver = await open();
      await use(receiver);
      await receiver.close();
    },
  });
  describe.concurrent.each(subjects)("$name", { timeout: TEST_TIMEOUT_MS }, (subject) => {
    define(subject, withReceiver);
  });
}
