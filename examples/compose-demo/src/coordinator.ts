// Coordinates several transmitters: splits the images between them, reports, and saves the results. It sends nothing itself.
import { RUN_FLAGS } from "./arguments.js";
import { commandOf } from "./command.js";
import { joiningOf } from "./joining.js";
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
  const senders = joiningOf(process.env);
  if (inCompose(process.env)) becomeOwnerOf(settings.results.path);
  const command = commandOf(process.env, args, "coordinator");
  return transmit(settings, { receiver, senders, stop, command });
});
