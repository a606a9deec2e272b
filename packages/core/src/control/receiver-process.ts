// The program of a forked receiver: the control calls over Node's IPC channel. It exits when its parent
// disconnects.
import { adapterFrom } from "../adapter/adapter-data.js";
import { answerParent } from "../process/answer-parent.js";
import { markReceiverProcess } from "../process/inside-receiver.js";
import { ReceiverHost } from "../receiver/receiver-host.js";
import { answerCall, controlOver } from "./control-calls.js";

markReceiverProcess();

const host = new ReceiverHost({
  bind: "127.0.0.1",
  async serve(request) {
    const adapter = await adapterFrom(request.adapter);
    return { adapter, port: 0, tls: adapter.tls };
  },
});

answerParent({ ...controlOver((name, argument) => answerCall(host, name, argument)) }, "UNEXPECTED");
