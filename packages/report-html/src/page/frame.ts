import { Markup, markup } from "../markup/markup.js";
import { SCRIPT, SCRIPT_HASH } from "./script.generated.js";
import { STYLE } from "./style.js";

/** The page asks nobody for anything, wherever it is opened, and runs no script but its own. */
const POLICY = `default-src 'none'; style-src 'unsafe-inline'; script-src '${SCRIPT_HASH}'; base-uri 'none'; form-action 'none'`;

/**
 * What every page has around its content.
 * @param data elements with data for the script
 */
export function frameOf(title: string, content: Markup, data: Markup = markup``): Markup {
  return markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>Wireduel${title !== "" && `: ${title}`}</title>
<style>${new Markup(STYLE)}</style>
</head>
<body>
<main>
${content}
</main>
${data}
<script>${new Markup(SCRIPT)}</script>
</body>
</html>
`;
}
