import {lookup} from "node:dns/promises";
import {networkInterfaces} from "node:os";
import {fail} from "../training/options.ts";

/** A machine that takes part in a training. */
export interface Machine {
  host: string;
  port: number;
}

export const machineName = ({host, port}: Machine): string => `${host}:${port}`;

/** Reads "host:port,host:port,…": two or more different ones; undefined when it was not given. @throws USAGE */
export function parseMachines(text: string | undefined): Machine[] | undefined {
  if (text === undefined) return undefined;
  const machines = text.split(",").map((part) => {
    const [, host, digits] = /^\s*([A-Za-z0-9][A-Za-z0-9.-]*):(\d{1,5})\s*$/.exec(part) ?? [];
    const port = Number(digits);
    if (host === undefined || port < 1 || port > 65535)
      fail(`--machines has "${part.trim()}"; host:port with a port from 1 to 65535 was expected.`);
    return {host, port};
  });
  const names = machines.map(machineName);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) fail(`--machines has ${twice} twice; each machine once was expected.`);
  if (machines.length < 2)
    fail(`--machines has ${names[0]} alone; all machines were expected, this one among them.`);
  return machines;
}

/** Finds the numeric IPv4 address of each machine, which is all that LightGBM understands. @throws USAGE */
export const resolveMachines = (machines: readonly Machine[]): Promise<Machine[]> =>
  Promise.all(
    machines.map(async ({host, port}) => {
      try {
        const {address} = await lookup(host, {family: 4});
        return {host: address, port};
      } catch {
        return fail(`--machines has "${host}", for which no IPv4 address was found.`);
      }
    })
  );

/**
 * Lists the places that may be this machine's own; several when processes of one machine work together.
 * @param machines with numeric addresses
 * @throws USAGE when it is not in the list
 */
export function ownPlaces(machines: readonly Machine[], own: readonly string[] = ownAddresses()): number[] {
  const places = machines.flatMap(({host}, i) => (host.startsWith("127.") || own.includes(host) ? [i] : []));
  if (places.length > 0) return places;
  const expected = own.filter((address) => !address.startsWith("127.")).join(" or ");
  return fail(
    `--machines has ${machines.map(machineName).join(", ")}, none of which is this machine; its address ${expected || "127.0.0.1"} was expected among them.`
  );
}

const ownAddresses = (): string[] =>
  Object.values(networkInterfaces()).flatMap((all = []) =>
    all.flatMap(({family, address}) => (family === "IPv4" ? [address] : []))
  );
