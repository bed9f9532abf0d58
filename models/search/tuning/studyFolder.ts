import {existsSync, mkdirSync, readFileSync, renameSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {JOURNAL_FILE} from "../../../src/core/search/studyFiles.ts";

/** Where a study's files are: the journal, and beside it what each trial's clients were scored. */
export interface StudyFolder {
  readonly folder: string;
  readonly journal: string;
  exists(): boolean;
  /** Keeps whose scores they are. */
  writeClients(ids: Int32Array): void;
  /** Keeps a trial's out-of-fold raw scores: little-endian float32, one per client in the order of `clients.i32`. */
  writeScores(number: number, rawScore: Float32Array): void;
  /** Reads them; undefined when the trial left none. */
  readScores(number: number): Float32Array | undefined;
  write(file: string, content: string | Uint8Array): void;
}

export function openStudyFolder(studies: string, name: string): StudyFolder {
  const folder = join(studies, name);
  const scores = (number: number) => join("trials", `${String(number).padStart(4, "0")}.f32`);
  const bytes = ({buffer, byteOffset, byteLength}: ArrayBufferView) =>
    new Uint8Array(buffer, byteOffset, byteLength);
  const write = (file: string, content: string | Uint8Array) => {
    mkdirSync(join(folder, "trials"), {recursive: true});
    writeFileSync(join(folder, `${file}.part`), content);
    renameSync(join(folder, `${file}.part`), join(folder, file));
  };
  return {
    folder,
    journal: join(folder, JOURNAL_FILE),
    exists: () => existsSync(join(folder, JOURNAL_FILE)),
    writeClients: (ids) => write("clients.i32", bytes(ids)),
    writeScores: (number, rawScore) => write(scores(number), bytes(rawScore)),
    readScores(number) {
      const file = join(folder, scores(number));
      if (!existsSync(file)) return undefined;
      const content = readFileSync(file);
      return new Float32Array(content.buffer.slice(content.byteOffset, content.byteOffset + content.length));
    },
    write
  };
}
