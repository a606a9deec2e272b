// The transmitting server: sends the image over each protocol, or in the run of a coordinator together with others.
import { RUN_FLAGS } from "./arguments.js";
import { commandOf } from "./command.js";
import { joinRun } from "./join-run.js";
import { localSendersOf, runPlaceOf } from "./joining.js";
import { runProgram } from "./program.js";
import { becomeOwnerOf } from "./results.js";
import { inCompose, transmitterSettings } from "./settings.js";
import { Stop } from "./stop.js";
import { receiverOf, transmit } from "./transmit.js";

const stop = new Stop();
await runProgram(RUN_FLAGS, async (args) => {
  const settings = transmitterSettings(process.env, args);
  // Before this process becomes a user that may not read the secrets.
  const receiver = receiverOf(settings);
  const run = runPlaceOf(process.env);
  if (inCompose(process.env)) becomeOwnerOf(settings.results.path);
  if (run !== undefined) return joinRun(run, stop);
  const senders = localSendersOf(process.env);
  const command = commandOf(process.env, args, process.send ? "start" : "transmitter");
  return transmit(settings, { receiver, senders, stop, command });
});
