// The program of a forked sender: one round. It exits when its parent disconnects.
import { adapterFrom } from "../adapter/adapter-data.js";
import { answerParent } from "../process/answer-parent.js";
import { markReceiverProcess } from "../process/inside-receiver.js";
import type { SenderControl, SenderOrder } from "./fork-sender.js";
import { forwardingEmitter } from "./forward-events.js";
import { measureRound } from "./measure-round.js";

// Loading an adapter's module must not start another benchmark here.
markReceiverProcess();

const controller = new AbortController();

answerParent(
  {
    async run({ adapter, events, ...order }: SenderOrder) {
      return measureRound({
        ...order,
        adapter: await adapterFrom(adapter),
        signal: controller.signal,
        emitter: forwardingEmitter(events),
      });
    },
    async abort() {
      controller.abort();
    },
  } satisfies SenderControl,
  "UNEXPECTED",
);
