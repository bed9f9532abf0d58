import cliProgress from "cli-progress";
import {buildLibrary} from "./build.ts";

/** Builds LightGBM with a progress bar on the terminal. @throws LIGHTGBM_MISSING when a tool is absent or the build fails */
export async function buildWithProgress(): Promise<string> {
  process.stdout.write("Building LightGBM in native/; this takes about 4 minutes and is done once.\n");
  const bar = new cliProgress.SingleBar(
    {format: "LightGBM {bar} {percentage}% | {duration_formatted}", clearOnComplete: true, hideCursor: true},
    cliProgress.Presets.shades_classic
  );
  bar.start(1, 0);
  try {
    return await buildLibrary((done, total) => {
      bar.setTotal(total);
      bar.update(done);
    });
  } finally {
    bar.stop();
  }
}
