import {
  closeSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readSync,
  writeSync
} from "node:fs";
import {dirname} from "node:path";
import {parseJournal, stringifyPython} from "../../../src/core/search/journalText.ts";
import {createReplay} from "../../../src/core/search/replay.ts";
import {withJournalLock} from "./journalLock.ts";
import {createWorkerId, type StudyStorage} from "./storage.ts";

const NEWLINE = 10;

/**
 * Opens a journal file, which Optuna's JournalFileBackend reads and goes on with, and makes it when it is absent.
 * @throws SEARCH_INVALID when a line is no record
 */
export function openJournal(file: string): StudyStorage {
  mkdirSync(dirname(file), {recursive: true});
  closeSync(openSync(file, "a"));
  const workerId = createWorkerId();
  const replay = createReplay();
  let position = 0;
  let lines = 0;

  const sync = () => {
    const fd = openSync(file, "r");
    try {
      const bytes = readFrom(fd, position);
      const whole = bytes.subarray(0, bytes.lastIndexOf(NEWLINE) + 1);
      const records = parseJournal(whole.toString("utf8"), lines + 1);
      position += whole.length;
      lines += records.length;
      for (const record of records) replay.apply(record);
    } finally {
      closeSync(fd);
    }
  };

  sync();
  return {
    workerId,
    replay,
    sync,
    write(operations) {
      const text = operations
        .map(({op_code, ...fields}) => `${stringifyPython({op_code, worker_id: workerId, ...fields})}\n`)
        .join("");
      withJournalLock(file, () => appendWhole(file, text));
      sync();
    }
  };
}

function readFrom(fd: number, position: number): Buffer {
  const buffer = Buffer.alloc(Math.max(fstatSync(fd).size - position, 0));
  return buffer.subarray(0, readSync(fd, buffer, 0, buffer.length, position));
}

/** Appends in one write, after what a writer that died left of its last line is cut off; the disk has it on return. */
function appendWhole(file: string, text: string): void {
  const fd = openSync(file, "r+");
  try {
    const all = readFrom(fd, 0);
    const end = all.lastIndexOf(NEWLINE) + 1;
    if (end < all.length) ftruncateSync(fd, end);
    writeSync(fd, text, end, "utf8");
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}
