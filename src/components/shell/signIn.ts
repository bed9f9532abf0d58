import {basePath} from "./base.ts";
import {languageOf} from "./frame.ts";

let isLeaving = false;

/** Leads to the page that asks who somebody is, and from there back to this one. */
export function leadToSignIn(): void {
  if (isLeaving) return;
  isLeaving = true;
  const here = location.pathname.slice(basePath.length);
  const to = encodeURIComponent(here + location.search);
  location.assign(`${basePath}/${languageOf(here)}/sign-in?to=${to}`);
}

/** The parts of a socket's client that are used here. */
interface Opened {
  on(event: "connect_error", listener: (error: Error & {data?: unknown}) => void): unknown;
  on(event: "disconnect", listener: (reason: string) => void): unknown;
  connect(): unknown;
}

/** Opens a socket again that the server has closed, and leads to signing in when it may not be opened any more. */
export function askToSignIn(socket: Opened): void {
  socket.on("disconnect", (reason) => {
    if (reason === "io server disconnect") socket.connect();
  });
  socket.on("connect_error", ({data}) => {
    if ((data as {code?: string} | undefined)?.code === "UNAUTHENTICATED") leadToSignIn();
  });
}
