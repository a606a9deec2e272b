import { flagsBeyond } from "../process/node-flags.js";
import type { EndReport } from "../result/result.js";

/**
 * How the versions and flags of the two ends differ, as far as this may change what is measured. Undefined if
 * they do not.
 */
export function endsDiffer(sender: EndReport, receiver: EndReport): string | undefined {
  const differences = [
    ...differ("Node", sender.node, receiver.node),
    ...differ("@wireduel/core", sender.core, receiver.core),
    ...Object.entries(sender.libraries).flatMap(([name, version]) =>
      differ(name, version, receiver.libraries[name]),
    ),
    ...onlyOne("sender", flagsBeyond(sender.flags, receiver.flags)),
    ...onlyOne("receiver", flagsBeyond(receiver.flags, sender.flags)),
  ];
  return differences.length > 0 ? `the two ends differ: ${differences.join("; ")}` : undefined;
}

function differ(what: string, sender: string, receiver: string | undefined): string[] {
  if (receiver === undefined || sender === receiver) return [];
  return [`the sender has ${what} ${sender}, the receiver ${receiver}`];
}

function onlyOne(end: string, flags: readonly string[]): string[] {
  return flags.length > 0 ? [`only the ${end} was started with ${flags.join(" ")}`] : [];
}
