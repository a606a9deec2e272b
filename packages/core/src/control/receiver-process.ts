// The program of a forked receiver: the control calls over Node's IPC channel. It exits when its parent
// disconnects.
import { adapterFrom } from "../adapter/adapter-data.js";
import { loadAhead } from "../adapter/load-ahead.js";
import { removeAtExit } from "../files/socket-folder.js";
import { answerParent } from "../process/answer-parent.js";
import { markReceiverProcess } from "../process/inside-receiver.js";
import { startedWith } from "../process/started-with.js";
import { ReceiverHost } from "../receiver/receiver-host.js";
import { callsOf } from "./control-calls.js";
import type { Nothing } from "./control-types.js";

markReceiverProcess();

const { modules } = startedWith() as { readonly modules: readonly string[] };

const host = new ReceiverHost({
  bind: "127.0.0.1",
  async serve(request) {
    const adapter = await adapterFrom(request.adapter);
    if (adapter.unixSocket?.path) removeAtExit(adapter.unixSocket.path);
    return { adapter, port: 0 };
  },
});

const calls = callsOf(host);
answerParent(
  {
    ...calls,
    async identify(argument: Nothing) {
      loadAhead(modules);
      return calls.identify(argument);
    },
  },
  "UNEXPECTED",
);
