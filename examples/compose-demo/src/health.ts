// The container's health check: exit code 0 if the receiver answers on its control port.
import { receiverSettings } from "./settings.js";

const { bind, controlPort } = receiverSettings(process.env);
const everywhere = bind === "0.0.0.0" || bind === "::";
const host = everywhere ? "127.0.0.1" : bind.includes(":") ? `[${bind}]` : bind;
const answer = await fetch(`http://${host}:${controlPort}/health`).catch(() => undefined);
process.exitCode = answer?.ok ? 0 : 1;
