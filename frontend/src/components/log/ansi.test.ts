import { describe, expect, it } from "vitest";
import { parseAnsi, plainText } from "./ansi";

const ESC = "\x1b";

describe("ANSI colours", () => {
  it("cut a line where the style changes", () => {
    expect(parseAnsi(`a${ESC}[1;31mb${ESC}[0mc`)).toEqual([
      { text: "a", style: {} },
      { text: "b", style: { color: 1, bold: true } },
      { text: "c", style: expect.objectContaining({ color: undefined, bold: false }) },
    ]);
  });

  it("know bright, 256 and true colours, and backgrounds", () => {
    expect(parseAnsi(`${ESC}[92mx`)[0]?.style.color).toBe(10);
    expect(parseAnsi(`${ESC}[38;5;208mx`)[0]?.style.color).toBe(208);
    expect(parseAnsi(`${ESC}[38;2;255;0;16mx`)[0]?.style.color).toBe("#ff0010");
    expect(parseAnsi(`${ESC}[48;5;7;1mx`)[0]?.style).toEqual({ background: 7, bold: true });
  });

  it("leave no trace of other sequences", () => {
    const line = `${ESC}[2K${ESC}]8;;https://x${ESC}\\link${ESC}]8;;\x07 ${ESC}[?25lend\x08`;
    expect(plainText(line)).toBe("link end");
    expect(
      parseAnsi(line)
        .map((span) => span.text)
        .join(""),
    ).toBe("link end");
  });

  it("show what stands after the last carriage return, as a terminal does", () => {
    expect(plainText("10%\r20%\r")).toBe("20%");
    expect(parseAnsi("10%\r20%")).toEqual([{ text: "20%", style: {} }]);
  });

  it("leave plain text and its tabs alone", () => {
    expect(plainText("a\tb")).toBe("a\tb");
    expect(parseAnsi("a\tb")).toEqual([{ text: "a\tb", style: {} }]);
  });

  it("survive a sequence that was cut off", () => {
    expect(plainText(`a${ESC}[31`)).toBe("a[31");
  });
});
