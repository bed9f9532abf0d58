import {open} from "node:fs/promises";

/** Makes what was written to a file last through a power cut, while this thread goes on. */
export async function syncFile(path: string): Promise<void> {
  const file = await open(path, "r+");
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}
