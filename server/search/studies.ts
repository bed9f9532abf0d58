import {existsSync, readdirSync, readFileSync, statSync} from "node:fs";
import {join} from "node:path";
import {ScorebookError} from "../../src/core/errors.ts";
import type {StudyAnswer, StudySummary} from "../../src/core/schema/study.ts";
import {parseJournal} from "../../src/core/search/journalText.ts";
import {createReplay, type FrozenStudy, type Replay} from "../../src/core/search/replay.ts";
import {shownStudy, summariseStudy} from "../../src/core/search/shownStudy.ts";
import {COMPARISON_FILE, JOURNAL_FILE, type StudyComparison} from "../../src/core/search/studyFiles.ts";
import {shown} from "../../src/core/shown.ts";

/** The searches whose files are here; read anew as they grow, whoever writes them. */
export interface Studies {
  /** The one that was written to last comes first. */
  list(): StudySummary[];
  /** @throws STUDY_UNKNOWN, SEARCH_INVALID */
  read(name: string): StudyAnswer;
  /** The study itself; its trials stay the same objects until they change. @throws STUDY_UNKNOWN, SEARCH_INVALID */
  follow(name: string): {study: FrozenStudy; summary: StudySummary};
}

const unknown = (name: string): never => {
  throw new ScorebookError(
    "STUDY_UNKNOWN",
    `There is no study ${shown(name)}; GET /v1/search/studies lists those that there are, and npm run tune makes one.`
  );
};

/** Where no search has been made. */
export const NO_STUDIES: Studies = {list: () => [], read: unknown, follow: unknown};

interface Read {
  size: number;
  inode: number;
  position: number;
  lines: number;
  replay: Replay;
}

/**
 * Opens the studies of a folder, one in each folder of it, and the one of the served model.
 * @param modelFolder where the model's study may lie; a study of the same name in `studies` comes before it
 */
export function openStudies(studies: string, modelFolder?: string): Studies {
  const known = new Map<string, Read>();

  const folders = (): string[] => {
    const within = existsSync(studies) ? readdirSync(studies).map((name) => join(studies, name)) : [];
    return [...within, ...(modelFolder ? [modelFolder] : [])].filter((dir) =>
      existsSync(join(dir, JOURNAL_FILE))
    );
  };

  /** Reads what was added since the last time; all of it when the file is another or has become shorter. */
  const open = (folder: string): {study: FrozenStudy; updatedAt: string} | undefined => {
    const file = join(folder, JOURNAL_FILE);
    const {size, ino, mtime} = statSync(file);
    let read = known.get(folder);
    if (!read || read.inode !== ino || size < read.size)
      read = {size: 0, inode: ino, position: 0, lines: 0, replay: createReplay()};
    if (size > read.size) {
      const added = readFileSync(file).subarray(read.position);
      const whole = added.subarray(0, added.lastIndexOf(10) + 1);
      const records = parseJournal(whole.toString("utf8"), read.lines + 1);
      for (const record of records) read.replay.apply(record);
      read.position += whole.length;
      read.lines += records.length;
      read.size = size;
    }
    known.set(folder, read);
    const study = read.replay.studies.find((one) => one !== undefined);
    return study && {study, updatedAt: mtime.toISOString()};
  };

  const find = (name: string) => {
    for (const folder of folders()) {
      const opened = open(folder);
      if (opened?.study.name === name) return {folder, ...opened};
    }
    return unknown(name);
  };

  return {
    list() {
      const found = new Map<string, StudySummary>();
      for (const folder of folders()) {
        const opened = open(folder);
        if (opened && !found.has(opened.study.name))
          found.set(opened.study.name, summariseStudy(opened.study, opened.updatedAt));
      }
      return [...found.values()].sort((a, b) => (a.updatedAt < b.updatedAt ? 1 : -1));
    },
    read(name) {
      const {folder, study, updatedAt} = find(name);
      return shownStudy(study, updatedAt, readComparison(folder));
    },
    follow(name) {
      const {study, updatedAt} = find(name);
      return {study, summary: summariseStudy(study, updatedAt)};
    }
  };
}

function readComparison(folder: string): StudyComparison | null {
  const file = join(folder, COMPARISON_FILE);
  return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as StudyComparison) : null;
}
