// What a sender process does: one round. It exits when its parent disconnects.
import { adapterFrom } from "../adapter/adapter-data.js";
import { loadAhead } from "../adapter/load-ahead.js";
import { WireduelError } from "../failure/wireduel-error.js";
import { answerParent } from "../process/answer-parent.js";
import { startedWith } from "../process/started-with.js";
import { newRound } from "../round/measure-round.js";
import type { Round } from "../round/round.js";
import { forwardingEmitter } from "./forward-events.js";
import type { SenderControl } from "./sender.js";
import type { SenderStart } from "./sender-child.js";

const controller = new AbortController();
let opened: Round | undefined;

function round(): Round {
  if (opened === undefined) throw new Error("the round is not open");
  return opened;
}

answerParent(
  {
    async open({ adapter, events, ...order }) {
      const opening = await newRound({
        ...order,
        adapter: await adapterFrom(adapter),
        signal: controller.signal,
        emitter: forwardingEmitter(events),
      });
      try {
        await opening.open();
        await opening.warmUp();
      } catch (error) {
        await opening.close();
        throw error;
      }
      opened = opening;
      return { serviceMs: opening.warmServiceMs, clockShared: opening.clockShared };
    },
    async prepare() {
      await round().prepare();
      return round().status.reason ?? null;
    },
    async measure(slice, piece, startAt) {
      await round().measure(slice, piece, startAt);
      return round().status.reason ?? null;
    },
    async finish() {
      try {
        return await round().finish();
      } finally {
        await round().close();
      }
    },
    async abort(message) {
      controller.abort(new WireduelError("ABORTED", message));
    },
    async beat() {},
  } satisfies SenderControl,
  "UNEXPECTED",
);

const { modules } = startedWith() as SenderStart;
loadAhead(modules);
