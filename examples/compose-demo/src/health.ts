// The container's health check: exit 0 once the receiver answers on its control port.
import { receiverSettings } from "./settings.js";

const { controlPort } = receiverSettings(process.env);
const answer = await fetch(`http://127.0.0.1:${controlPort}/health`).catch(() => undefined);
process.exitCode = answer?.ok ? 0 : 1;
