import type { Adapter, Direction } from "../../adapter/contract.js";
import { type ConformanceCase, inBothDirections, unless, withoutTls } from "../conformance-case.js";
import { localTls } from "../encrypted-ends.js";
import { type EndsOptions, withEnds } from "../ends.js";
import { NotApplicable } from "../not-applicable.js";
import { dial, senderContext } from "../open-ends.js";
import { promptly, turns } from "../promptly.js";
import { startCaseRelay } from "../relay.js";
import { until } from "../waiting.js";

const ABORTED = "gives up at once when aborted in the middle of a handshake";

/** An abort while the other end has answered, but not completely. */
export const halfOpen: readonly ConformanceCase[] = [
  ...inBothDirections(ABORTED, (adapter, direction) => stopsHandshake(adapter, { direction })),
  ...unless(
    withoutTls,
    inBothDirections(`encrypted: ${ABORTED}`, async (adapter, direction) => {
      await stopsHandshake(adapter, { direction, tls: await localTls() });
    }),
  ),
];

async function stopsHandshake(
  adapter: Adapter,
  options: EndsOptions & { readonly direction: Direction },
): Promise<void> {
  await withEnds(adapter, options, async ({ endpoint }) => {
    const complete = await answerBytes(adapter, options, endpoint.url, Number.POSITIVE_INFINITY);
    if (complete === 0) throw new NotApplicable("`dial` needs no answer of the listening end");
    for (const bytes of new Set([1, Math.ceil(complete / 2), complete - 1])) {
      if (bytes > 0) await answerBytes(adapter, options, endpoint.url, bytes);
    }
  });
}

/**
 * Dials through a relay that passes on only the first bytes of the answer, and then aborts. Returns how many
 * bytes the answer has that `dial` waits for.
 */
async function answerBytes(
  adapter: Adapter,
  { direction, tls }: EndsOptions & { readonly direction: Direction },
  url: string,
  most: number,
): Promise<number> {
  let answered = 0;
  const relay = await startCaseRelay(url, {
    watch(chunk, from) {
      if (from === "dialling") return chunk;
      const passed = chunk.subarray(0, Math.max(0, most - answered));
      answered += passed.byteLength;
      return passed;
    },
  });
  const controller = new AbortController();
  const context = {
    ...senderContext(adapter, controller.signal),
    role: direction === "upload" ? "sender" : "receiver",
    ...(tls?.dial ? { tls: tls.dial } : {}),
  } as const;
  let open = false;
  const dialling = dial(adapter, { url: relay.url }, context);
  const ended = dialling.then(
    (link) => {
      open = true;
      return link.closed;
    },
    () => undefined,
  );
  try {
    await until(
      () => open || answered >= most,
      () => "`dial` did not resolve over a relay",
    );
    const bytes = answered;
    // The dialling end reads what has come.
    await turns(100);
    controller.abort();
    await promptly(ended, `the end of a dial that was aborted after ${bytes} bytes of the answer`);
    return bytes;
  } finally {
    controller.abort();
    await relay.close();
  }
}
