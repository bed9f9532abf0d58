import {parseArgs} from "node:util";
import {serveRanges} from "../loaders/queue/serve.ts";
import {readConfig} from "../server/config.ts";
import {ScorebookError} from "../src/core/errors.ts";
import {errorSentence} from "./errorSentence.ts";

const HELP = `npm run worker -- [options]

Computes ranges of clients that "npm run features -- --workers" gives out, until it is stopped. It shares the folder of
the data set with the command; run one for each core of each machine.

  --config FILE   the configuration, for redis and data (default: SCOREBOOK_CONFIG, then config.json)
  --redis URL     the Redis with the queue, instead of the configuration's
  --data DIR      the data set's folder, instead of the configuration's
  --help          this text`;

async function main(): Promise<void> {
  const {values} = parseArgs({
    options: {
      config: {type: "string"},
      redis: {type: "string"},
      data: {type: "string"},
      help: {type: "boolean", short: "h"}
    }
  });
  if (values.help) return console.log(HELP);
  const config = readConfig(values.config ?? process.env.SCOREBOOK_CONFIG);
  const place = values.redis ? {url: values.redis} : config.redis;
  if (!place)
    throw new ScorebookError("USAGE", "There is no redis in the configuration and no --redis; expected one.");
  const worker = serveRanges(place, values.data ?? config.data);
  console.log("Waiting for work");
  const stop = () => void worker.close().then(() => process.exit(0));
  process.once("SIGTERM", stop);
  process.once("SIGINT", stop);
}

main().catch((error: unknown) => {
  console.error(errorSentence(error));
  process.exitCode = 1;
});
