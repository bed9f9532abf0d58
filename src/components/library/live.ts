import {connectLive} from "../live/liveSocket.ts";
import {joinBatches, type LiveBatch} from "./batches.ts";
import {createStream, type Stream} from "./stream.ts";

/**
 * Follows the scores as they are made: first the latest 200, then those that came since. Connects when it is called
 * and disconnects when the cell is run anew. With demoFeed (the default) it asks for the demonstration stream.
 */
export function live({demoFeed = true}: {demoFeed?: boolean} = {}): Stream<LiveBatch> {
  const {stream, push} = createStream(joinBatches, () => socket.close());
  const socket = connectLive(
    {
      onConnection() {},
      onJoin: ({recent, viewers}) => push({scores: recent, dropped: 0, viewers}),
      onBatch: push,
      onModel() {},
      onPolicy() {},
      onPeople() {}
    },
    {demoFeed}
  );
  return stream;
}
