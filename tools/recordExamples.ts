import {writeFileSync} from "node:fs";
import {createApp} from "../server/app.ts";
import {parseConfig} from "../server/config.ts";
import {abridge} from "../server/docs/abridge.ts";
import {OPERATIONS} from "../server/docs/describe.ts";
import {createExamples, shownAnswer} from "../server/docs/examples.ts";
import {createLog} from "../server/log.ts";
import {openParts} from "../server/parts.ts";

/** Records the answers that the reference shows, from a generated data set: --data DIR (default: the configuration's). */
const [, , flag, data = "data/demo-set"] = process.argv;
const config = parseConfig(
  JSON.stringify({data: flag === "--data" ? data : "data/demo-set"}),
  "the command line"
);

async function record() {
  const app = await createApp(openParts(config, createLog("warn")));
  const send = createExamples(app.fastify, () => app.scoring.idle());
  const answers: Record<string, unknown> = {};
  for (const [key, operation] of Object.entries(OPERATIONS)) {
    const answer = await send(key, operation);
    if (answer.status >= 300) throw new Error(`${key} answered ${answer.status}: ${answer.body}`);
    const shown = shownAnswer(answer);
    if (shown !== undefined) answers[key] = abridge(shown);
  }
  await app.close();
  writeFileSync(
    new URL("../server/docs/answers.json", import.meta.url),
    `${JSON.stringify(answers, null, 1)}\n`
  );
}

await record();
