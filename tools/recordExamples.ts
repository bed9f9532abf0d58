import {writeFileSync} from "node:fs";
import {setTimeout} from "node:timers/promises";
import {parseArgs} from "node:util";
import {createApp} from "../server/app/app.ts";
import {openParts} from "../server/app/open.ts";
import {parseConfig} from "../server/config.ts";
import {abridge} from "../server/docs/abridge.ts";
import {OPERATIONS} from "../server/docs/describe.ts";
import {createExamples, shownAnswer} from "../server/docs/examples.ts";
import {createLog} from "../server/log.ts";
import {ScorebookError} from "../src/core/errors.ts";

const HELP = `npm run examples -- [--data DIR]

Sends the examples of the API's reference to a server and keeps the answers, shortened, in server/docs/answers.json.

  --data DIR   a generated data set; real data are refused (default data/demo-set)
  --help       shows this
`;

const MOST_TRIES = 60;

async function record(data: string) {
  const config = parseConfig(JSON.stringify({data}), "the command line");
  const parts = openParts(config, createLog("warn"));
  const {generated} = parts.dataset.current().facts;
  const app = await createApp(parts);
  try {
    if (!generated)
      throw new ScorebookError("USAGE", `${data} holds real clients; a generated data set was expected.`);
    const send = createExamples(app.fastify, () => app.scoring.idle());
    const answers: Record<string, unknown> = {};
    for (const [key, operation] of Object.entries(OPERATIONS)) {
      if (operation.untried) continue;
      let answer = await send(key, operation);
      // On a busy machine tables are still being prepared when the first questions come.
      for (let tries = 0; answer.status === 503 && tries < MOST_TRIES; tries++) {
        await setTimeout(2000);
        answer = await send(key, operation);
      }
      if (answer.status >= 300) throw new Error(`${key} answered ${answer.status}: ${answer.body}`);
      const shown = shownAnswer(answer);
      if (shown !== undefined) answers[key] = abridge(shown);
    }
    const path = new URL("../server/docs/answers.json", import.meta.url);
    writeFileSync(path, `${JSON.stringify(answers, null, 1)}\n`);
  } finally {
    await app.close();
  }
}

const {values} = parseArgs({options: {data: {type: "string"}, help: {type: "boolean", short: "h"}}});
if (values.help) console.log(HELP);
else
  record(values.data ?? "data/demo-set").catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  });
