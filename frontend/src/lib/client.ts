import createClient from "openapi-fetch";
import type { components, paths } from "@/api/schema";
import { ApiProblem, readProblem } from "./problem";

export type Schemas = components["schemas"];

/** The server's API, typed from its OpenAPI document. The session cookie travels by itself. */
export const api = createClient<paths>({ baseUrl: window.location.origin });

interface Answer<Data> {
  data?: Data;
  error?: unknown;
  response: Response;
}

/** The body of an answer. Throws ApiProblem when there is none, or no server. */
export async function unwrap<Data>(answer: Promise<Answer<Data>>): Promise<Data> {
  const { data, error, response } = await answer.catch((cause: unknown) => {
    if (cause instanceof DOMException && cause.name === "AbortError") throw cause;
    throw ApiProblem.unreachable();
  });
  if (!response.ok) throw new ApiProblem(readProblem(error, response.status));
  return data as Data;
}
