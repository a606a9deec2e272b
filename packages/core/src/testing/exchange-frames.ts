import assert from "node:assert/strict";
import type { Ends } from "./ends.js";
import type { OpenLink } from "./open-link.js";
import { numberedFrame, numberOf } from "./pair.js";
import { until } from "./waiting.js";

/** Opens links one after the other. Returns the sender's end of each. */
export async function connectAll(ends: Ends, count: number): Promise<OpenLink[]> {
  const senders: OpenLink[] = [];
  for (let index = 0; index < count; index++) senders.push(await ends.connect());
  return senders;
}

/** Sends different frames over all links at the same time. Each link must get back exactly its own frames. */
export async function exchange(
  senders: readonly OpenLink[],
  sizes: readonly number[],
  when = "",
): Promise<void> {
  const before = senders.map(({ came }) => came.length);
  const sent = senders.map((_, link) =>
    sizes.map((bytes, index) => numberedFrame(link * sizes.length + index, bytes)),
  );
  for (const index of sizes.keys()) {
    for (const [link, sender] of senders.entries()) sender.send([sent[link]?.[index] as Uint8Array]);
  }
  for (const [link, { came, failures }] of senders.entries()) {
    const due = (before[link] as number) + sizes.length;
    await until(
      () => came.length >= due || failures.length > 0,
      () => `link ${link} got ${came.length - due + sizes.length} of ${sizes.length} replies ${when}`.trim(),
    );
    assert.deepEqual(failures, [], `link ${link}: sends fail ${when}`.trim());
    const replies = came.slice(before[link]).sort((a, b) => numberOf(a) - numberOf(b));
    for (const [index, frame] of (sent[link] as Uint8Array[]).entries()) {
      const reply = replies[index] as Uint8Array;
      const own = numberOf(frame);
      assert.equal(
        numberOf(reply),
        own,
        `link ${link} must get the reply to its own frame ${own} ${when}`.trim(),
      );
      assert(
        Buffer.compare(reply, frame) === 0,
        `link ${link}: frame ${own} came back changed ${when}`.trim(),
      );
    }
  }
}
