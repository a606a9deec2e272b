// The program of a receiver server that several senders of one machine share. It exits when its parent disconnects.
import { type AdapterData, adapterFrom } from "../adapter/adapter-data.js";
import { checkServeOptions } from "../options/serve-options.js";
import { answerParent } from "../process/answer-parent.js";
import { markReceiverProcess } from "../process/inside-receiver.js";
import { startReceiverServer } from "./receiver-server.js";

/** The calls of the parent. */
export interface ReceiverServerProcess {
  /** Listens on a free port of loopback, and returns the URL. */
  serve(request: { readonly adapter: AdapterData; readonly token: string }): Promise<string>;
}

markReceiverProcess();

answerParent(
  {
    async serve({ adapter: data, token }) {
      const adapter = await adapterFrom(data);
      const options = checkServeOptions({ adapters: [adapter], codecs: [adapter.codec], token });
      return (await startReceiverServer(options)).url;
    },
  } satisfies ReceiverServerProcess,
  "UNEXPECTED",
);
