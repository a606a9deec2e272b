import type { StoredResult } from "@wireduel/core/report";
import { type Markup, markup } from "../markup/markup.js";

/** How to measure the same again. */
export function repeatOf({ provenance, settings }: StoredResult, command: string | undefined): Markup {
  const { core, node, runtime, id } = provenance;
  const { rounds, seed } = settings;
  return markup`<section aria-labelledby="repeat"><h2 id="repeat">How to repeat it</h2>
${
  command === undefined
    ? markup`<p>This result does not say which command measured it. The settings above and these numbers repeat it.</p>`
    : markup`<pre tabindex="0"><code>${command}</code></pre>`
}
<p>Seed ${seed}, at most ${rounds} rounds, @wireduel/core ${core}, ${runtime} ${node}. The id of this result is <code>${id}</code>.</p>
</section>`;
}
