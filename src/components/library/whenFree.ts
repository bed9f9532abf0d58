import {ApiError} from "../api.ts";

/** What a table that is being made may take, in attempts of the server's 15 seconds each. */
const MOST_ATTEMPTS = 12;
const WAIT_MS = 1000;

/** Asks again while the server is busy making the tables that an answer needs. @throws ApiError */
export async function whenFree<T>(ask: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await ask();
    } catch (error) {
      const isBusy = error instanceof ApiError && error.problem?.code === "QUERY_BUSY";
      if (!isBusy || attempt === MOST_ATTEMPTS) throw error;
      await new Promise((done) => setTimeout(done, WAIT_MS));
    }
  }
}
