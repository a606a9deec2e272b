// The program of a forked sender: one round. It exits when its parent disconnects.
import { EventEmitter } from "eventemitter3";
import { adapterFrom } from "../adapter/adapter-data.js";
import { answerParent } from "../process/answer-parent.js";
import { markReceiverProcess } from "../process/inside-receiver.js";
import type { SenderControl, SenderOrder } from "./fork-sender.js";
import { measureRound } from "./measure-round.js";

// Loading an adapter's module must not start another benchmark here.
markReceiverProcess();

const controller = new AbortController();

answerParent(
  {
    async run({ adapter, index, settings }: SenderOrder) {
      const { signal } = controller;
      return measureRound({
        adapter: await adapterFrom(adapter),
        index,
        settings,
        signal,
        emitter: new EventEmitter(),
      });
    },
    async abort() {
      controller.abort();
    },
  } satisfies SenderControl,
  "UNEXPECTED",
);
