// Decoders that the packages do not export. Tests run from the sources.

export { refuseMisspelt } from "../../../examples/compose-demo/src/environment.js";
export { receiverSettings, transmitterSettings } from "../../../examples/compose-demo/src/settings.js";
export { loadAdapter } from "../../../packages/cli/src/adapters/load-adapters.js";
export { COMMANDS } from "../../../packages/cli/src/commands/index.js";
export { readsConfig } from "../../../packages/cli/src/config/check-keys.js";
export { readConfig } from "../../../packages/cli/src/config/read-config.js";
export { buildContext } from "../../../packages/cli/src/fixtures/build-context.js";
export { flagName } from "../../../packages/cli/src/flags/flag.js";
export { FORMATS } from "../../../packages/cli/src/formats/formats.js";
export { parseStored } from "../../../packages/cli/src/formats/parse-stored.js";
export { readStored } from "../../../packages/cli/src/formats/read-stored.js";
export { EXAMPLES } from "../../../packages/cli/src/init/examples.js";
export { readCommandLine } from "../../../packages/cli/src/program/command-line.js";
export { runProgram } from "../../../packages/cli/src/program/program.js";
export { readToken } from "../../../packages/cli/src/remote/token.js";
export { checkEndpoint } from "../../../packages/core/src/adapter/check-endpoint.js";
export { LinkEnd } from "../../../packages/core/src/adapter/link-end.js";
export { newSecret, sameSecret } from "../../../packages/core/src/adapter/secret.js";
export { systemClock } from "../../../packages/core/src/clock/clock.js";
export { builtInCodecs } from "../../../packages/core/src/codec/built-in.js";
export { receiptsOf } from "../../../packages/core/src/codec/receipts-of.js";
export { parseJson } from "../../../packages/core/src/control/bounded-json.js";
export { type CallApi, RECEIVER_API } from "../../../packages/core/src/control/call-api.js";
export { connectReceiver } from "../../../packages/core/src/control/connect-receiver.js";
export {
  CONTROL_CALLS,
  type ControlCallName,
  type ReceiverControl,
} from "../../../packages/core/src/control/control-calls.js";
export { sessionName } from "../../../packages/core/src/control/control-kinds.js";
export { samples } from "../../../packages/core/src/control/fixtures/call-samples.js";
export {
  answerOf,
  argumentOf,
  contractOf,
  failureOf,
  nameIn,
  requestOf,
} from "../../../packages/core/src/control/http-message.js";
export { sessionRequest } from "../../../packages/core/src/control/identity.js";
export { printable } from "../../../packages/core/src/failure/printable.js";
export { tcpTarget, withTarget } from "../../../packages/core/src/network/tcp-url.js";
export { readPem } from "../../../packages/core/src/options/read-pem.js";
export { PayloadSet } from "../../../packages/core/src/payload/payload-set.js";
export { readLines } from "../../../packages/core/src/payload/read-payloads.js";
export { childFlags } from "../../../packages/core/src/process/child-flags.js";
export { FrameReceiver } from "../../../packages/core/src/receiver/receive-frame.js";
export { STORED } from "../../../packages/core/src/report/export/fixtures/stored-results.js";
export { ReplyReader } from "../../../packages/core/src/round/reply-reader.js";
export { joinSamples, relaySamples } from "../../../packages/core/src/senders/join/fixtures/join-samples.js";
export {
  JOIN_API,
  JOIN_CALLS,
  type JoinCallName,
} from "../../../packages/core/src/senders/join/join-calls.js";
export { answerName, callOutcome } from "../../../packages/core/src/senders/join/join-kinds.js";
export { RELAY_CALLS, type RelayCallName } from "../../../packages/core/src/senders/join/relay-calls.js";
export { DIFFERENCES } from "../../../packages/core/src/verdict/results/result-comparison.js";
export { readHistogram } from "../../../packages/report-html/src/times/read-histogram.js";
