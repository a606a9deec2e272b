import { aborts } from "./cases/aborts.js";
import { afterClose } from "./cases/after-close.js";
import { callerObjects } from "./cases/caller-objects.js";
import { claims } from "./cases/claims.js";
import { connecting } from "./cases/connecting.js";
import { descriptions } from "./cases/descriptions.js";
import { emptyReplies } from "./cases/empty-replies.js";
import { encryption } from "./cases/encryption.js";
import { endings } from "./cases/endings.js";
import { frames } from "./cases/frames.js";
import { garbage } from "./cases/garbage.js";
import { halfOpen } from "./cases/half-open.js";
import { handshakes } from "./cases/handshakes.js";
import { heavyLoad } from "./cases/heavy-load.js";
import { hosts } from "./cases/hosts.js";
import { leaks } from "./cases/leaks.js";
import { limits } from "./cases/limits.js";
import { lostTime } from "./cases/lost-time.js";
import { ownership } from "./cases/ownership.js";
import { pause } from "./cases/pause.js";
import { reasons } from "./cases/reasons.js";
import { replies } from "./cases/replies.js";
import { reuse } from "./cases/reuse.js";
import { secrets } from "./cases/secrets.js";
import { severalEnds } from "./cases/several-ends.js";
import { severalLinks } from "./cases/several-links.js";
import { silentNetwork } from "./cases/silent-network.js";
import { sizes } from "./cases/sizes.js";
import { tlsVersions } from "./cases/tls-versions.js";
import { unfinishedHandshakes } from "./cases/unfinished-handshakes.js";
import { unixSockets } from "./cases/unix-sockets.js";
import { wholeRun } from "./cases/whole-run.js";
import { wireBytes } from "./cases/wire-bytes.js";
import type { ConformanceCase } from "./conformance-case.js";

/** All cases, in the order that is most useful to an author. */
export const conformanceCases: readonly ConformanceCase[] = [
  ...claims,
  ...connecting,
  ...hosts,
  ...frames,
  ...replies,
  ...emptyReplies,
  ...ownership,
  ...sizes,
  ...heavyLoad,
  ...pause,
  ...reuse,
  ...severalLinks,
  ...severalEnds,
  // After the cases for several links: garbage comes on a second link.
  ...garbage,
  ...lostTime,
  ...wireBytes,
  ...limits,
  ...encryption,
  ...unixSockets,
  ...secrets,
  ...handshakes,
  ...tlsVersions,
  ...descriptions,
  ...callerObjects,
  ...endings,
  ...silentNetwork,
  ...leaks,
  ...unfinishedHandshakes,
  ...afterClose,
  ...reasons,
  ...aborts,
  ...halfOpen,
  ...wholeRun,
];
