// The kinds of what says where a stored result comes from.
import { flag, integer, type Kind, listOf, nullable, number, oneOf, text } from "../options/kinds.js";
import type { Machine, MachineActivity, MachineLimits, Provenance } from "./provenance.js";
import { shape } from "./shape.js";

const amount = integer({ min: 0 });
const share = nullable(number({ min: 0, max: 1 }));

export const machine: Kind<Machine> = shape<Machine>("Machine")({
  platform: text(),
  arch: text(),
  kernel: text(),
  cpuModel: text(),
  cpuCount: amount,
  memoryBytes: amount,
  cpuGovernor: nullable(text()),
  turbo: nullable(flag),
  limits: shape<MachineLimits>("MachineLimits")({
    cpus: nullable(number({ min: 0 })),
    cpuset: nullable(text()),
    memoryBytes: nullable(amount),
  }),
  container: nullable(text()),
  virtualMachine: nullable(text()),
});

export const provenance: Kind<Provenance> = shape<Provenance>("Provenance")({
  id: text(),
  runtime: oneOf(["node", "bun", "deno"]),
  node: text(),
  flags: listOf(text()),
  core: text(),
  commit: nullable(text()),
  activity: shape<MachineActivity>("MachineActivity")({
    loadBefore: nullable(number({ min: 0 })),
    busyShare: share,
    othersShare: share,
    stolenShare: share,
  }),
});
