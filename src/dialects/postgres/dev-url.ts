import type { Secret } from "../../secret.ts";
import type { StandInRequest } from "../dialect.ts";
import type { Place } from "./place.ts";
export async function openScratchDatabase(_devUrl: Secret, _request: StandInRequest): Promise<Place> { throw new Error("x"); }
