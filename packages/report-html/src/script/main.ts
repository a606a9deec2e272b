// The script of a page. It runs in a browser, and everything can be read without it. Its bundle is in ../page/script.generated.ts.
import { offerCommand } from "./copy-command.js";
import { offerHighlights } from "./highlight.js";
import { offerPictures } from "./save-picture.js";
import { offerResult } from "./save-result.js";
import { trimTabStops } from "./scroll-areas.js";
import { offerSorting } from "./sort-tables.js";
import { showValues } from "./values.js";

// What is only useful with a script looks so only now.
document.documentElement.classList.add("js");
showValues();
offerHighlights();
offerSorting();
offerPictures();
offerCommand();
offerResult();
trimTabStops();
