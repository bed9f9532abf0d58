import type {Server, Socket} from "socket.io";
import type {Caller} from "../../src/core/access/roles.ts";
import type {ClientToServer, ServerToClient} from "../../src/core/protocol.ts";
import type {Identity} from "../access/access.ts";
import type {RelayedFact} from "../redis/replicas.ts";

interface SocketData {
  /** Who asks. */
  caller: Caller;
  /** How it is known who asks. */
  identity: Identity;
  /** Whether this socket asked for the demonstration stream. */
  demo?: boolean;
  /** The name of who watches the live desk; "" for who gave none, absent for who does not. */
  desk?: string;
  /** The notebook that it has open, and the name of who looks at it. */
  notebook?: {id: string; name: string; sinceMs: number};
  /** The client whose case it has open, and the name of who works on it. */
  case?: {id: string; name: string; sinceMs: number};
}
/** What replicas tell each other. */
interface BetweenServers {
  fact: (fact: RelayedFact) => void;
}
/** The socket server, and one connection to it, in the words of the protocol. */
export type Io = Server<ClientToServer, ServerToClient, BetweenServers, SocketData>;
export type Connection = Socket<ClientToServer, ServerToClient, BetweenServers, SocketData>;
