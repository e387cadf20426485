import { expect, it } from "vitest";
import { evenlySpaced } from "./json-spacing";

it.each([
  ['{"a":1,"b" : [2,3]}', '{"a": 1, "b": [2, 3]}'],
  ['{"a": "x :  y,z"}', '{"a": "x :  y,z"}'],
  [String.raw`{"a":"\" : \\"}`, String.raw`{"a": "\" : \\"}`],
  ['{"a":1.0,"b":12345678901234567890}', '{"a": 1.0, "b": 12345678901234567890}'],
])("spaces %s as %s", (line, shown) => {
  expect(evenlySpaced(line)).toBe(shown);
});
