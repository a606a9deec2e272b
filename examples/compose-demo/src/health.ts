// The container's health check: exit code 0 if the receiver answers on its control port.
import { get as getHttp, type IncomingMessage } from "node:http";
import { get as getHttps } from "node:https";
import { readCertificate, SERVER_NAME } from "./secrets.js";
import { receiverSettings } from "./settings.js";

const { bind, controlPort, secrets } = receiverSettings(process.env);
const everywhere = bind === "0.0.0.0" || bind === "::";
const host = everywhere ? "127.0.0.1" : bind.includes(":") ? `[${bind}]` : bind;
const place = `${host}:${controlPort}/health`;

const answered = ({ statusCode }: IncomingMessage) => process.exit(statusCode === 200 ? 0 : 1);
const request =
  secrets === undefined
    ? getHttp(`http://${place}`, answered)
    : getHttps(`https://${place}`, { ca: readCertificate(secrets), servername: SERVER_NAME }, answered);
request.on("error", () => process.exit(1));
