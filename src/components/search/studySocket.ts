import {io, type Socket} from "socket.io-client";
import type {ClientToServer, ServerToClient} from "../../core/protocol.ts";
import type {StudyAnswer} from "../../core/schema/study.ts";
import {basePath} from "../shell/base.ts";
import {askToSignIn} from "../shell/signIn.ts";
import {fetchStudy, mergeProgress} from "./study.ts";

/** Follows one search after the other. */
export interface StudySocket {
  follow(name: string): void;
  close(): void;
}

/** Connects to the server that the page came from; `onStudy` is told the study as it is, and again as it grows. */
export function connectStudies(onStudy: (study: StudyAnswer) => void): StudySocket {
  const socket: Socket<ServerToClient, ClientToServer> = io({
    path: `${basePath}/socket.io/`,
    reconnectionDelayMax: 3000
  });
  let wanted: string | undefined;
  let study: StudyAnswer | undefined;
  const show = (next: StudyAnswer) => {
    study = next;
    onStudy(next);
  };
  const join = () => {
    if (wanted === undefined || !socket.connected) return;
    const name = wanted;
    socket.emit("search:join", {name}, (answer) => {
      if (answer.ok && name === wanted) show(answer.body);
    });
  };
  /** Asks for the whole: its parameters or what it was compared with may have come. */
  const again = (name: string) =>
    fetchStudy(name).then(
      (whole) => {
        if (name === wanted) show(whole);
      },
      () => {}
    );
  socket.on("connect", join);
  askToSignIn(socket);
  socket.on("search:progress", (progress) => {
    if (!study || progress.study.name !== wanted) return;
    const isWhole = progress.study.running > 0 && study.parameters.length > 0;
    show(mergeProgress(study, progress));
    if (!isWhole) void again(progress.study.name);
  });
  return {
    follow(name) {
      wanted = name;
      study = undefined;
      join();
    },
    close: () => void socket.close()
  };
}
