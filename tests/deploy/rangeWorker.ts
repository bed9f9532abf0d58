import {serveRanges} from "../../loaders/queue/serve.ts";

/** A worker to be killed: the Redis of its queue, and the folder of the data set. Its range is another's soon after. */
const [url = "", data = ""] = process.argv.slice(2);
const worker = serveRanges({url}, data, 1500);
console.log("waiting");
process.once("SIGTERM", () => void worker.close().then(() => process.exit(0)));
