// The program of a forked receiver: the control calls over Node's IPC channel. It ends when its parent lets go of it.
import type { Endpoint } from "../adapter/contract.js";
import { WireduelError } from "../failure/wireduel-error.js";
import { answerParent } from "../process/answer-parent.js";
import { markReceiverProcess } from "../process/inside-receiver.js";
import { loadAdapter, loadCodec } from "../adapter/load-adapter.js";
import type { PhaseMark, ReceiverControl, SessionRequest } from "./control-calls.js";
import { ReceiverHost } from "../receiver/receiver-host.js";

markReceiverProcess();

const host = new ReceiverHost({
  bind: "127.0.0.1",
  async serve({ adapter: { name, module, options, tls }, codec }) {
    if (module === undefined)
      throw new WireduelError("ADAPTER_NOT_LOADABLE", `${name} has no module to load`);
    const adapter = await loadAdapter(name, module, options);
    return { adapter, codec: await loadCodec(adapter, codec, []), port: 0, tls };
  },
});

answerParent(
  {
    identify: () => host.identify(),
    openSession: (request: SessionRequest) => host.openSession(request),
    setReference: (session: string, index: number, payload: Uint8Array) =>
      host.setReference(session, index, payload),
    dial: (session: string, endpoint: Endpoint) => host.dial(session, endpoint),
    startPhase: (session: string, mark: PhaseMark) => host.startPhase(session, mark),
    stampClock: () => host.stampClock(),
    collect: (session: string) => host.collect(session),
    closeSession: (session: string) => host.closeSession(session),
  } satisfies ReceiverControl,
  "RECEIVER_START_FAILED",
);
