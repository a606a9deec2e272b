// The program of a forked sender: one round. It ends when its parent lets go of it.
import { EventEmitter } from "eventemitter3";
import type { BenchmarkEvents } from "../events/events.js";
import { answerParent } from "../process/answer-parent.js";
import { markReceiverProcess } from "../process/inside-receiver.js";
import { loadAdapter, loadCodec } from "../adapter/load-adapter.js";
import { runRow } from "./run-row.js";
import type { SenderCall, SenderControl } from "./sender-call.js";

// A module of an adapter that runs a benchmark itself must not do so here.
markReceiverProcess();

const life = new AbortController();

answerParent(
  {
    async run({ adapter: { name, module, options, ...ends }, codec, event, settings }: SenderCall) {
      const adapter = await loadAdapter(name, module, options);
      const spoken = await loadCodec(adapter, codec, []);
      const row = { adapter: { ...adapter, ...ends, codec: spoken }, label: event.label };
      const checked = {
        ...settings,
        rows: [row],
        signal: life.signal,
        events: new EventEmitter<BenchmarkEvents>(),
      };
      return runRow(checked, row, event.row);
    },
    async abort() {
      life.abort();
    },
  } satisfies SenderControl,
  "UNEXPECTED",
);
