// The program of a forked sender. Its receiver starts first: the two processes load their modules at the same time.
import { startReceiverAhead } from "../control/receiver-child.js";
import { markReceiverProcess } from "../process/inside-receiver.js";
import { startedWith } from "../process/started-with.js";
import type { SenderStart } from "./sender-child.js";

// Loading an adapter's module must not start another benchmark here.
markReceiverProcess();

const { modules, receiver } = startedWith() as SenderStart;
if (receiver) startReceiverAhead(modules);
await import("./sender-program.js");
