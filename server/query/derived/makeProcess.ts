import {setPriority} from "node:os";
import {ScorebookError} from "../../../src/core/errors.ts";
import {type MakeTask, makeFile} from "./makeFiles.ts";
import type {MakeProblem} from "./maker.ts";

const LOW_PRIORITY = 10;

process.on("disconnect", () => process.exit(1));
process.on("message", (task: MakeTask) => {
  setPriority(LOW_PRIORITY);
  try {
    makeFile(task);
    process.exit(0);
  } catch (error) {
    if (!(error instanceof ScorebookError)) {
      console.error(error);
      process.exit(1);
    }
    const {code, detail} = error;
    process.send!({code, detail} satisfies MakeProblem, () => process.exit(1));
  }
});
