import type {Manifest} from "../schema/manifest.ts";

/** What a card is written from: everything but what is only known when it is written. */
export type CardSource = Omit<Manifest, "format" | "name" | "version" | "createdAt" | "files">;
