import {createRandomSampler} from "../../../models/search/samplers/randomSampler.ts";
import {openJournal} from "../../../models/search/storage/journalFile.ts";
import {createStudy} from "../../../models/search/study/study.ts";

const [file, seed, trials] = process.argv.slice(2);
const study = createStudy({
  storage: openJournal(file!),
  name: "s",
  sampler: createRandomSampler({seed: Number(seed)})
});
for (let i = 0; i < Number(trials); i++) {
  const trial = study.ask();
  const x = trial.suggestFloat("x", 0, 1);
  trial.setUserAttr("own", x);
  study.tell(trial, x);
}
