import type { Adapter, Direction } from "../../adapter/contract.js";
import { type ConformanceCase, inBothDirections } from "../conformance-case.js";
import { watchResources } from "../open-resources.js";
import { numberedFrame, openPair } from "../pair.js";
import { turns } from "../promptly.js";
import { type CaseRelay, startCaseRelay } from "../relay.js";
import { cleanUp, soon, until } from "../waiting.js";

const FRAMES = 20;
const FRAME_BYTES = 500_000;

/** A network on which nothing passes any more, and no connection closes. */
export const silentNetwork: readonly ConformanceCase[] = inBothDirections(
  "closes everything although the network has gone silent",
  closesInSilence,
);

async function closesInSilence(adapter: Adapter, direction: Direction): Promise<void> {
  const watch = watchResources();
  const relays: CaseRelay[] = [];
  const closeRelays = () => Promise.all(relays.map((relay) => relay.close()));
  try {
    const through = async (url: string) => {
      const relay = await startCaseRelay(url);
      relays.push(relay);
      return relay.url;
    };
    const pair = await openPair(adapter, { direction, through });
    pair.send([numberedFrame(1, 1_000)]);
    await until(
      () => pair.replies.length === 1,
      () => "a frame got no reply",
    );
    for (const relay of relays) relay.silence();
    // More than sockets buffer, so that writes wait at the end.
    for (let id = 0; id < FRAMES; id++) pair.send([numberedFrame(id, FRAME_BYTES)]);
    await turns(100);
    // A close may wait for the other end. What is still open after that is aborted.
    const closing = Promise.all([pair.dialled.close(), pair.listener.close()]);
    closing.catch(() => {});
    await turns(100);
    pair.abort();
    await soon(pair.dialled.closed, "`closed` of the dialling end on a silent network, after the abort");
    await soon(pair.sender.closed, "`closed` of the sender on a silent network, after the abort");
    await soon(closing, "close on a silent network, after the abort");
    await closeRelays();
    await watch.nothingLeft();
  } finally {
    await cleanUp(closeRelays());
  }
}
