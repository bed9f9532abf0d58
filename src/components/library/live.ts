import type {LiveBatch} from "../../core/live/batch.ts";
import {joinBatches} from "./batches.ts";
import {createStream, type Stream} from "./stream.ts";

/**
 * Follows the scores as they are made: first the latest 200, then those that came since. Connects when it is called
 * and disconnects when the cell is run anew; what sockets need is loaded then. With demoFeed (the default) it asks for the demonstration stream.
 */
export function live({demoFeed = true}: {demoFeed?: boolean} = {}): Stream<LiveBatch> {
  let isEnded = false;
  const {stream, push} = createStream(joinBatches, () => {
    isEnded = true;
    void connected.then((socket) => socket?.close());
  });
  const connected = import("../live/liveSocket.ts").then(({connectLive}) =>
    isEnded
      ? null
      : connectLive(
          {
            onConnection() {},
            onJoin: ({recent, viewers}) => push({scores: recent, dropped: 0, viewers}),
            onBatch: push,
            onModel() {},
            onPolicy() {},
            onPeople() {}
          },
          {demoFeed}
        )
  );
  return stream;
}
