// The program of a forked tap: one relay. It exits when its parent disconnects.
import { answerParent } from "../process/answer-parent.js";
import { type Relay, type RelayOptions, startRelay } from "./relay.js";
import type { TapSide } from "./tap-reading.js";

let relay: Relay | undefined;

answerParent(
  {
    async start(options: RelayOptions) {
      relay = await startRelay(options);
      return { host: relay.host, port: relay.port };
    },
    read() {
      if (relay === undefined) throw new Error("the tap was not started");
      return relay.read();
    },
    countTurns(side: TapSide | null) {
      relay?.countTurns(side);
    },
  },
  "CONNECT_FAILED",
);
