// A program that serves receivers of all protocols, and prints their URL.
import { serveReceivers } from "@wireduel/core";
import { plainAdapters } from "../subjects.js";

const { url } = await serveReceivers({ adapters: plainAdapters() });
console.log(url);
